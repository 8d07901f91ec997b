"""Filters by days in the lists of enquiries and of the access log: none at the ends of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters.fields import DateRangeField
from wagtail.admin.filters import DateRangePickerWidget

from ..figures.periods import EARLIEST, LATEST


class DaysField(DateRangeField):
    """The first day and the last, either may be left open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields:
            field.validators.append(_refuse_other_age)


class DaysFilter(django_filters.DateFromToRangeFilter):
    """As django-filter's, which fails on days whose moments no clock elsewhere can show."""

    field_class = DaysField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=DateRangePickerWidget, **kwargs)


def _refuse_other_age(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        years = {"first": EARLIEST.year, "last": LATEST.year - 1}
        raise ValidationError(_("Choose days from %(first)s to %(last)s. Please check the year."), params=years)
