"""Other enquiries of the same person: found by the search index, believed only after they were opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from ..encryption import Unreadable
from ..models import Enquiry
from ..search_terms import fold_email, terms_of_email, terms_of_phone

MOST = 10
_LOOKED_AT = 2 * MOST
"""By chance, once in thousands, the index leads to a stranger: a few more are opened than are shown."""

REPEATED_WITHIN = timedelta(days=2)


@dataclass(frozen=True)
class Related:
    """Another enquiry that came with the same address or telephone number."""

    enquiry: Enquiry
    same_email: bool
    is_repeat: bool


def related_to(enquiry: Enquiry) -> list[Related]:
    """The latest others with the same e-mail address or the same telephone number, MOST of them at most.

    One query, however many there are. None of an enquiry that is anonymised, or whose key is missing.
    """
    terms = _terms(enquiry)
    if not terms:
        return []
    found = Enquiry.objects.of_persons().with_any_of(terms).exclude(pk=enquiry.pk).in_order()
    looked_at = found.only("receipt", "kind", "status", "folder", "created_at", "email", "phone")[:_LOOKED_AT]
    related = [
        Related(
            other,
            same_email=_is_same(enquiry.email, other.email),
            is_repeat=abs(other.created_at - enquiry.created_at) < REPEATED_WITHIN,
        )
        for other in looked_at
        if terms & _terms(other)
    ]
    return related[:MOST]


def _terms(enquiry: Enquiry) -> set[str]:
    """The whole address and the whole numbers; their ends and parts belong to many people."""
    texts: Iterable[str] = [
        *(terms_of_email(enquiry.email) if not isinstance(enquiry.email, Unreadable) else ()),
        *(terms_of_phone(enquiry.phone) if not isinstance(enquiry.phone, Unreadable) else ()),
    ]
    return {term for term in texts if term.startswith(("email:", "phone:"))}


def _is_same(one: str, other: str) -> bool:
    return bool(one) and fold_email(one) == fold_email(other)
