"""Writing the search index of the enquiries."""

from __future__ import annotations

from django.db import transaction

from ..blind_index import sealing_tokens
from ..encryption import Unreadable
from ..models import Enquiry, SearchToken
from ..prepared import insert_each
from ..search_terms import terms_of


def index_enquiry(*, enquiry: Enquiry, anew: bool = False) -> None:
    """Writes the search tokens of an enquiry in the caller's transaction; `anew` in place of those it had.

    A new enquiry costs one query, whatever it says. While one of its texts cannot be read, the old tokens stay:
    nobody could write those again.
    """
    fields = [
        (field.searched_as, getattr(enquiry, field.attname)) for field in Enquiry.sealed_fields() if field.searched_as
    ]
    readable = [(searched_as, text) for searched_as, text in fields if not isinstance(text, Unreadable)]
    if anew and len(readable) == len(fields):
        enquiry.search_tokens.all().delete()
    insert_each(SearchToken, {"enquiry": enquiry.pk}, "token", list(sealing_tokens(terms_of(readable))))


def index_all(*, batch: int = 500) -> int:
    """Writes the whole index anew, batch by batch, and returns how many enquiries it holds."""
    done, after = 0, 0
    while True:
        with transaction.atomic():
            rows = list(Enquiry.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:batch])
            for enquiry in rows:
                index_enquiry(enquiry=enquiry, anew=True)
        if not rows:
            return done
        done, after = done + len(rows), rows[-1].pk
