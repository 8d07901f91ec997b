"""Whom an enquiry is told to: the addresses of its page, and the visitor, with what tells one mail from another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ..blind_index import blind_tokens
from ..encryption import data_keys
from ..models import Enquiry, NotifyAddress
from ..prepared import Prepared
from ..search_terms import term_of_address
from .notifying import ACKNOWLEDGEMENT, STAFF_NOTIFICATION

MOST_ACKNOWLEDGED = 5
"""Receipts by mail to one address in ACKNOWLEDGED_WITHIN: the form must not fill the mailbox of a stranger whose
address is typed in. Everybody has the receipt on the screen."""

ACKNOWLEDGED_WITHIN = timedelta(days=1)

_ADDRESSES = Prepared(
    lambda page: NotifyAddress.objects.filter(page=page).order_by("sort_order").values_list("address"), page=int
)


def mails_about(*, enquiries: Sequence[Enquiry]) -> dict[str, list[dict[str, str]]]:
    """For each receipt whom to notify, and the visitor where the address had not its mails already."""
    pages = {enquiry.page_id for enquiry in enquiries}
    addresses = {page: {found.lower(): found for (found,) in _ADDRESSES.rows(page=page)} for page in pages}
    had = _acknowledged({term_of_address(enquiry.email) for enquiry in enquiries if enquiry.email})
    mails = {}
    for enquiry in enquiries:
        about = f"enquiry:{enquiry.receipt}"
        mails[enquiry.receipt] = [
            {"kind": STAFF_NOTIFICATION, "key": f"{about}:staff:{_short(lower)}", "target": address}
            for lower, address in addresses[enquiry.page_id].items()
        ]
        if enquiry.email:
            address = term_of_address(enquiry.email)
            if had[address] < MOST_ACKNOWLEDGED:
                mails[enquiry.receipt].append({"kind": ACKNOWLEDGEMENT, "key": f"{about}:ack"})
            had[address] += enquiry.routing != Enquiry.Routing.QUARANTINE
    return mails


def _acknowledged(addresses: Iterable[str]) -> dict[str, int]:
    """How many mails each of these terms of an address had already, MOST_ACKNOWLEDGED at most.

    What is held back does not count: its mail was not sent.
    """
    since, keys = timezone.now() - ACKNOWLEDGED_WITHIN, len(data_keys())
    by_address = {address: blind_tokens([address]) for address in addresses}
    asked = [
        # By chance an address has the same token by two keys.
        {"since": since} | {f"token_{place}": tokens[place % len(tokens)] for place in range(keys)}
        for tokens in by_address.values()
    ]
    found = _from_address(keys).rows_of_each(asked)
    return {address: len(rows) for address, rows in zip(by_address, found, strict=True)}


@cache
def _from_address(keys: int) -> Prepared:
    """The query for the enquiries from an address, which is named by a token for each of so many data keys."""

    def from_it(since: datetime, **tokens: int) -> QuerySet[Any, Any]:
        named = Enquiry.objects.with_tokens(tokens.values()).came_since(since)
        return named.in_inbox().order_by().values_list("pk")[:MOST_ACKNOWLEDGED]

    tokens = dict.fromkeys((f"token_{place}" for place in range(keys)), int)
    return Prepared(from_it, since=datetime, **tokens)


def _short(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]
