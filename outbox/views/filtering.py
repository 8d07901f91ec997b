"""Filters by days in the lists of the outbox: none at the ends of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters.fields import DateRangeField
from wagtail.admin.filters import DateRangePickerWidget

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


class DaysField(DateRangeField):
    """The first day and the last, either may be left open."""

    def compress(self, data_list: Any) -> Any:
        """Their moments, which days at the ends of the calendar do not have everywhere. Raises ValidationError."""
        if all(EARLIEST <= day < LATEST for day in data_list or () if day):
            return super().compress(data_list)
        years = {"first": EARLIEST.year, "last": LATEST.year - 1}
        raise ValidationError(_("Choose days from %(first)s to %(last)s. Please check the year."), params=years)


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From a day to another."""

    field_class = DaysField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=DateRangePickerWidget, **kwargs)
