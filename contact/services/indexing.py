"""Writing the search index of the enquiries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from ..blind_index import sealing_tokens
from ..encryption import Unreadable
from ..inserting import insert_values
from ..models import Enquiry, SearchToken
from ..search_terms import terms_of


def index_enquiries(*, enquiries: Iterable[Enquiry], anew: bool = False) -> None:
    """Writes the search tokens of enquiries in the caller's transaction; `anew` in place of those they had.

    New enquiries cost one query, whatever they say. While one of its texts cannot be read, the old tokens of an enquiry
    stay: nobody could write those again.
    """
    pairs = [pair for each in enquiries for pair in _tokens(each, anew)]
    # A new enquiry has none that could be known: to look for them is a tenth of what storing it costs PostgreSQL.
    insert_values(SearchToken, ("enquiry", "token"), pairs, known_stay=anew)


def index_all(*, batch: int = 500) -> int:
    """Writes the whole index anew, batch by batch, and returns how many enquiries it holds."""
    done, after = 0, 0
    while True:
        with transaction.atomic():
            rows = list(Enquiry.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:batch])
            index_enquiries(enquiries=rows, anew=True)
        if not rows:
            return done
        done, after = done + len(rows), rows[-1].pk


def _tokens(enquiry: Enquiry, anew: bool) -> Iterator[tuple[int, int]]:
    fields = [
        (field.searched_as, getattr(enquiry, field.attname)) for field in Enquiry.sealed_fields() if field.searched_as
    ]
    readable = [(searched_as, text) for searched_as, text in fields if not isinstance(text, Unreadable)]
    if anew and len(readable) == len(fields):
        enquiry.search_tokens.all().delete()
    return ((enquiry.pk, token) for token in sealing_tokens(terms_of(readable)))
