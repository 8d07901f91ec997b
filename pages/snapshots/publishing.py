"""Writing what anybody may read as files, and taking away what nobody may any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Site

from ..models.base import Page
from .files import DATA, PAGE, find_folder, list_files, place_of, remove_file, write_file, write_text
from .noting import read_clock
from .rebuilding import asker, is_for_all, public_pages

HEADERS = "headers.conf"
"""The headers of pages as nginx wants to be told them."""

OF_ONE_ANSWER = {"content-type", "content-length", "etag", "surrogate-key", "last-modified", "date", "vary"}


@dataclass(frozen=True)
class Published:
    """How many files a round wrote, how many it took away, and how many were right as they were."""

    written: int
    removed: int
    right: int


def publish_pages(folder: Path) -> Published:
    """Make the folder hold exactly what anybody may read, page by page; what may not be read any more goes first.

    Each answer is asked for as a reader asks, so it is a kept one where that still holds. An answer that says of itself
    that it is not for everybody (a form with its tokens, say) is not written: the application gives it.
    """
    pages = list(public_pages())
    wanted = {place: (site, path) for site, page, path in pages for place, path in _places(site, page, path)}
    gone = [place for place in list_files(folder) if place not in wanted]
    removed = sum(remove_file(folder, place) for place in gone)
    written, right, ask = 0, 0, asker()
    headers: dict[str, str] = {}
    for place, (site, path) in wanted.items():
        answer: Any = ask(site.root_url, path, site.port)
        if not is_for_all(answer):
            removed += remove_file(folder, place)
            continue
        if place.name == PAGE:
            headers |= {name: value for name, value in answer.items() if name.lower() not in OF_ONE_ANSWER}
        if write_file(folder, place, answer.content):
            written += 1
        else:
            right += 1
    write_text(folder, HEADERS, "".join(map(_add_header, sorted(headers.items()))))
    return Published(written, removed, right)


def withdraw(*, pages: Iterable[int], paths: Iterable[str], everything: bool = False) -> None:
    """Take the files of these pages and paths away now, and once more when the caller's transaction is over.

    The second time is for a round of publishing that read, in between, what was true before. Until the next round the
    application answers. Nothing happens where pages are not published.
    """
    folder = find_folder()
    if folder is None:
        return
    found: Any = list(list_files(folder)) if everything else []
    for host in {site.hostname for site in Site.objects.all()}:
        found += [place_of(host, path) for path in paths]
        found += [place_of(host, address, DATA) for address in map(_address_of_data, pages) if address]
    places = [place for place in dict.fromkeys(found) if place is not None]

    def take_away() -> None:
        for place in places:
            remove_file(folder, place)

    take_away()
    transaction.on_commit(take_away, robust=True)


def is_news(clock: int | None, since: datetime) -> bool:
    """Tell whether a round of publishing may find something new: a change, or a page whose end came since then."""
    now = read_clock()
    ended = Page.objects.live().filter(expire_at__gt=since, expire_at__lte=timezone.now())
    return now is None or now != clock or ended.exists()


def _places(site: Any, page: Any, path: str) -> Iterable[tuple[Path, str]]:
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
