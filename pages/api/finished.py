"""Answers that are kept finished, and the few addresses under which they are."""

from typing import Any
from urllib.parse import quote, unquote, urlencode

from django.http import HttpRequest, HttpResponse

from .parameters import PageParameters, split_names
from .public import asked_site

NAMES = ("path", "include", "rich_text")
"""The parameters that an address may have, in this order: as a front end writes them that asks for `path` first."""


def find_finished(request: HttpRequest, page: Any, asked: PageParameters) -> HttpResponse | None:
    """Return the page's answer if it was made meanwhile by another request; None where it is to be made.

    A request that may be answered so has a ticket; see snapshots/ticket.py.
    """
    ticket = getattr(request, "citewell_ticket", None)
    addresses = read_addresses(request, page, asked) if ticket else ()
    return ticket.present(page, addresses=addresses) if ticket and addresses else None


def find_finished_list(request: HttpRequest) -> HttpResponse | None:
    """Return a list that was made meanwhile by another request; None where it is to be made.

    Each parameter is named once, in any order: how many lists are kept has a bound of its own. A search and what is
    counted off (`offset`) have no ticket.
    """
    ticket = getattr(request, "citewell_ticket", None)
    if ticket is None:
        return None
    given = [(name, str(value)) for name, value in request.GET.items()]
    if any(len(split_names(value)) != value.count(",") + 1 for name, value in given if name in ("fields", "include")):
        return None
    return ticket.present(asked_site(request).root_page, addresses=_spellings(request.path, given), is_list=True)


def read_addresses(request: HttpRequest, page: Any, asked: PageParameters) -> list[str]:
    """Return this request's address as it may be written, with slashes and commas as they are or encoded.

    [] where it is one of many for the same: other parameters, or the page's number or path in another form.
    """
    given = [(name, request.GET[name]) for name in NAMES if name in request.GET]
    if len(given) != sum(len(values) for _name, values in request.GET.lists()):
        return []
    if len(split_names(asked.include)) != len(asked.include.split(",")) and "include" in request.GET:
        return []
    own = _paths(request, page) if "path" in request.GET else [str(page.pk)]
    if request.GET.get("path", request.path.rpartition("/")[2]) not in own:
        return []
    return _spellings(request.path, given)


def _spellings(path: str, given: list[tuple[str, str]]) -> list[str]:
    """The address with its parameters, with slashes and commas as they are or encoded."""
    queries = [urlencode(given, safe=safe, quote_via=quote) for safe in ("", "/,")]
    return [f"{path}?{query}" if query else path for query in queries]


def _paths(request: HttpRequest, page: Any) -> list[str]:
    """The page's path as the API gives it, and as people write it."""
    parts = page.get_url_parts(request)
    path = (parts[2] or "") if parts else ""
    return [path, unquote(path)]
