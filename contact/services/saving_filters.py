"""Keeping a list's tab and filters under a name, and taking them away again."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ..models import SavedFilter

MOST = 50
"""Of one owner."""


class TooManyFiltersError(Exception):
    """The owner keeps as many as one may."""


def save_filter(*, owner: Any, name: str, tab: str, query: str, is_shared: bool) -> SavedFilter:
    """Keeps it; the same owner's filter of that name is replaced.

    Raises TooManyFiltersError, and ValidationError for a name or a query that does not fit.
    """
    with transaction.atomic():
        own = SavedFilter.objects.filter(owner=owner)
        kept = own.filter(name=name).first()
        if kept is None and own.count() >= MOST:
            raise TooManyFiltersError
        kept = kept or SavedFilter(owner=owner, name=name)
        kept.tab, kept.query, kept.is_shared = tab, query, is_shared
        kept.full_clean(validate_unique=False, validate_constraints=False)
        kept.save()
    return kept


def remove_filter(*, filter_id: int, by: Any) -> None:
    """Takes one away. Raises SavedFilter.DoesNotExist for one that is not this user's to remove."""
    SavedFilter.objects.removable_by(by).get(pk=filter_id).delete()
