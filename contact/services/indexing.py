"""Writing the search index of the enquiries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from ..blind_index import sealing_tokens
from ..encryption import Unreadable
from ..inserting import insert_values
from ..models import Enquiry, SearchToken
from ..search_terms import terms_of


def index_new(*, enquiries: Iterable[tuple[Enquiry, Sequence[int]]]) -> None:
    """Writes the search tokens of new enquiries, as `tokens_of` made them: one query, whatever they say."""
    # They have none that could be known: to look for them is a tenth of what storing them costs PostgreSQL.
    insert_values(
        SearchToken, ("enquiry", "token"), [(each.pk, token) for each, tokens in enquiries for token in tokens]
    )


def tokens_of(*, enquiry: Enquiry) -> list[int]:
    """The search tokens of what an enquiry says, as far as it can be read."""
    readable = [(how, text) for how, text in _searched(enquiry) if not isinstance(text, Unreadable)]
    return list(sealing_tokens(terms_of(readable)))


def index_enquiries(*, enquiries: Iterable[Enquiry]) -> None:
    """Writes the search tokens of enquiries in place of those they had, in the caller's transaction.

    While one of its texts cannot be read, the old tokens of an enquiry stay: nobody could write those again.
    """
    pairs = [(each.pk, token) for each in enquiries for token in _tokens_anew(each)]
    insert_values(SearchToken, ("enquiry", "token"), pairs, known_stay=True)


def index_all(*, batch: int = 500) -> int:
    """Writes the whole index anew, batch by batch, and returns how many enquiries it holds."""
    done, after = 0, 0
    while True:
        with transaction.atomic():
            rows = list(Enquiry.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:batch])
            index_enquiries(enquiries=rows)
        if not rows:
            return done
        done, after = done + len(rows), rows[-1].pk


def _tokens_anew(enquiry: Enquiry) -> list[int]:
    if not any(isinstance(text, Unreadable) for _how, text in _searched(enquiry)):
        enquiry.search_tokens.all().delete()
    return tokens_of(enquiry=enquiry)


def _searched(enquiry: Enquiry) -> list[tuple[str, str]]:
    """Each text that is searched, and how."""
    return [
        (field.searched_as, getattr(enquiry, field.attname)) for field in Enquiry.sealed_fields() if field.searched_as
    ]
