"""Writing what anybody may read as files, and taking away what nobody may any more."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Site

from ..models.base import Page
from .destination import Destination, NotReached, find_destination
from .noting import read_clock
from .places import DATA, PAGE, place_of
from .rebuilding import asker, is_for_all, public_pages

logger = logging.getLogger(__name__)

FAILURES = {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE}

OF_ONE_ANSWER = {"content-type", "content-length", "etag", "surrogate-key", "last-modified", "date", "vary"}


@dataclass(frozen=True)
class Published:
    """How many files a round wrote, how many it took away, how many were right as they were, and how many failed."""

    written: int
    removed: int
    right: int
    failed: int = 0


def publish_pages(destination: Destination) -> Published:
    """Make the destination hold exactly what anybody may read, page by page; what may not be read any more goes first.

    Each answer is asked for as a reader asks, so it is a kept one where that still holds. An answer that says of itself
    that it is not for everybody (a form with its tokens, say) is not written: the application gives it. What was
    written is asked for once more, and goes again if the answer is not the same by then. A page that fails stays as it
    is, and so do the headers.

    Raises a DatabaseError while the database is away, and NotReached where the destination is; what is published stays.
    """
    there = destination.read_places()
    wanted = {place: (site, path) for site, page, path in public_pages() for place, path in _places(site, page, path)}
    gone = there - set(wanted)
    destination.remove(sorted(gone))
    written, removed, right, failed, ask = 0, len(gone), 0, 0, asker()
    headers: dict[str, str] = {}
    for place, (site, path) in wanted.items():
        answer: Any = ask(site.root_url, path, site.port)
        if answer.status_code in FAILURES:
            # Where the database is away, every page would fail.
            Site.objects.exists()
            failed += 1
            continue
        if not is_for_all(answer):
            if place in there:
                destination.remove([place])
                removed += 1
            continue
        if place.name == PAGE:
            headers |= {name: value for name, value in answer.items() if name.lower() not in OF_ONE_ANSWER}
        if not destination.write(place, answer.content, answer.headers):
            right += 1
        elif ask(site.root_url, path, site.port).headers.get("ETag") == answer.headers["ETag"]:
            written += 1
        else:
            destination.remove([place])
    destination.finish(None if failed else "".join(map(_add_header, sorted(headers.items()))))
    return Published(written, removed, right, failed)


def withdraw(*, pages: Iterable[int], paths: Iterable[str], everything: bool = False) -> None:
    """Take the files of these pages and paths away now, and once more when the caller's transaction is over.

    The second time is for a round of publishing that read, in between, what was true before. Until the next round the
    application answers. Nothing happens where pages are not published. A bucket that does not answer keeps nobody from
    changing a page; the next round that reaches it takes away what should be gone.
    """
    destination = find_destination(is_hurried=True)
    if destination is None:
        return
    found: set[PurePosixPath | None] = set()
    for host in {site.hostname for site in Site.objects.all()}:
        found |= {place_of(host, path) for path in paths}
        found |= {place_of(host, address, DATA) for address in map(_address_of_data, pages) if address}

    def take_away() -> None:
        places = {place for place in found if place is not None}
        try:
            destination.remove(sorted(places | destination.read_places() if everything else places))
        except (NotReached, ImproperlyConfigured) as error:
            logger.error("What was published could not be taken away; the next round does it: %s", error)

    take_away()
    transaction.on_commit(take_away, robust=True)


def is_news(clock: int | None, since: datetime) -> bool:
    """Tell whether a round of publishing may find something new: a change, or a page whose end came since then."""
    now = read_clock()
    ended = Page.objects.live().filter(expire_at__gt=since, expire_at__lte=timezone.now())
    return now is None or now != clock or ended.exists()


def _places(site: Any, page: Any, path: str) -> Iterable[tuple[PurePosixPath, str]]:
    if place := place_of(site.hostname, path):
        yield place, path
    address = _address_of_data(page.pk)
    if address and (place := place_of(site.hostname, address, DATA)):
        yield place, address


def _address_of_data(page_id: int) -> str:
    """Where the delivery API has the page, '' in a project without it."""
    try:
        return reverse("citewell_api:get_page", args=[page_id])
    except NoReverseMatch:
        return ""


def _add_header(header: tuple[str, str]) -> str:
    name, value = header
    # nginx reads a dollar as the name of a variable, and has no way to write one.
    if "$" in value:
        return f"# {name} holds a dollar sign\n"
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'add_header {name} "{quoted}" always;\n'
