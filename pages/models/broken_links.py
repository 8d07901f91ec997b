"""Which links of stored pages lead nowhere: to what was deleted, taken down or is not public, and to other sites.

Nothing is visited here: what other sites answered is stored, with the day. The number of queries does not grow with the
pages or their links.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, PageViewRestriction, Site

from ..blocks.raw_walk import Chosen, Prose
from ..links.destinations import NoDestination, write_plainly
from ..links.found import ANCHOR, DOCUMENT, IMAGE, PAGE, PATH, WEB, Link, find_links
from ..outline import RESERVED, read_outline
from .base import Page
from .gates import walk_page
from .link_check import LinkCheck, tell_code

REASONS = {
    "no-page": _("the page was deleted"),
    "draft-page": _("the page is not published"),
    "private-page": _("the page is not for everybody"),
    "no-document": _("the document was deleted"),
    "private-document": _("the document is not for everybody"),
    "no-image": _("the picture was deleted"),
    "no-path": _("there is no page at this address of the site"),
    "no-anchor": _("there is no such place on the page"),
}


# How the ids begin that templates give to sources, markers, tables, grades and to what else is numbered.
_TEMPLATES_IDS = ("ref-", "cite-", "source-", "table-", "grade", "certainty-", "superseded-")


@dataclass(frozen=True)
class BrokenLink:
    """A link that leads nowhere: the words of the text, where it led, and why it is broken.

    `anchor` is where the page's editor shows it. `checked_at` is None for links within the site, which are read anew
    each time.
    """

    words: str
    target: str
    reason: str
    anchor: str = ""
    checked_at: datetime | None = None


def find_page_links(page: Any) -> Iterator[tuple[Link, str]]:
    """Yield the links of a page as stored, each with its place in the editor, without a query."""
    for place in walk_page(page):
        if isinstance(place, Prose):
            yield from ((link, _anchor(place.block_id)) for link in find_links(place.source))
        elif isinstance(place, Chosen):
            yield place.link, _anchor(place.block_id)


def find_web_addresses(pages: Iterable[Any]) -> set[str]:
    """Return the addresses on other sites that these pages link to, as they are asked for; unusable ones left out."""
    own = {site.hostname for site in Site.objects.all()}
    found = set()
    for page in pages:
        for link, _place in find_page_links(page):
            if link.kind == WEB and (url := plain(link.target)) and urlsplit(url).hostname not in own:
                found.add(url)
    return found


def plain(target: str) -> str:
    """Return an address as it is asked for; '' for one that cannot be."""
    try:
        return write_plainly(target)
    except NoDestination:
        return ""


def read_broken_links(pages: Iterable[Any]) -> dict[int, list[BrokenLink]]:
    """Return, by page id, the links of each page that lead nowhere; pages without one are left out."""
    listed = list(pages)
    links = {page.pk: list(find_page_links(page)) for page in listed}
    world = _World([link for found in links.values() for link, _place in found])
    broken: dict[int, list[BrokenLink]] = defaultdict(list)
    for page in listed:
        for link, place in links[page.pk]:
            if verdict := world.judge(page, link):
                reason, checked_at = verdict
                broken[page.pk].append(BrokenLink(link.words, _shown(link), reason, place, checked_at))
    return dict(broken)


class _World:
    """What there is to link to, read once for all links."""

    def __init__(self, links: list[Link]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for link in links:
            wanted[link.kind].add(link.target)
        self.sites = list(Site.objects.select_related("root_page"))
        self.hosts = {site.hostname: site for site in self.sites}
        self.pages = {page.pk: page for page in Page.objects.filter(pk__in=_ids(wanted[PAGE])).only("live", "path")}
        restrictions = PageViewRestriction.objects.values_list("page__path", flat=True)
        self.private_paths = tuple(restrictions)
        documents = get_document_model()._default_manager.filter(pk__in=_ids(wanted[DOCUMENT]))
        self.documents = dict(documents.values_list("pk", "collection__path"))
        self.private_collections = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
        images = get_image_model()._default_manager.filter(pk__in=_ids(wanted[IMAGE]))
        self.images = set(images.values_list("pk", flat=True))
        self.web = {link.url: link for link in LinkCheck.objects.broken()}
        self._places: _Places | None = None

    def judge(self, page: Any, link: Link) -> tuple[str, datetime | None] | None:
        """Return why the link of this page is broken and when that was seen; None for a good one."""
        if link.kind == WEB:
            return self._judge_web(page, link.target)
        judges = {
            PAGE: self._judge_page,
            DOCUMENT: self._judge_document,
            IMAGE: self._judge_image,
            PATH: self._judge_path,
            ANCHOR: self._judge_anchor,
        }
        code = judges[link.kind](page, link.target)
        return (str(REASONS[code]), None) if code else None

    def _judge_page(self, page: Any, target: str) -> str:
        found = self.pages.get(_id(target))
        if found is None:
            return "no-page"
        if not found.live:
            return "draft-page"
        # Who may read a page that is for some may follow its links to such pages.
        is_closed = found.path.startswith(self.private_paths) and not page.path.startswith(self.private_paths)
        return "private-page" if is_closed else ""

    def _judge_document(self, page: Any, target: str) -> str:
        path = self.documents.get(_id(target))
        if path is None:
            return "no-document"
        is_closed = path.startswith(self.private_collections) and not page.path.startswith(self.private_paths)
        return "private-document" if is_closed else ""

    def _judge_image(self, _page: Any, target: str) -> str:
        return "" if _id(target) in self.images else "no-image"

    def _judge_path(self, page: Any, target: str) -> str:
        site = max(
            (site for site in self.sites if page.path.startswith(site.root_page.path)),
            key=lambda site: len(site.root_page.path),
            default=None,
        )
        return "" if site is None or self.places.has(site, target) else "no-path"

    def _judge_anchor(self, page: Any, target: str) -> str:
        name = unquote(target[1:])
        is_known = name in RESERVED or name.startswith(_TEMPLATES_IDS) or name in _anchors(page)
        return "" if is_known else "no-anchor"

    def _judge_web(self, page: Any, target: str) -> tuple[str, datetime | None] | None:
        url = plain(target)
        if not url:
            return tell_code("malformed"), None
        if site := self.hosts.get(urlsplit(url).hostname or ""):
            return None if self.places.has(site, urlsplit(url).path or "/") else (str(REASONS["no-path"]), None)
        link = self.web.get(url)
        return (link.answer, link.checked_at) if link else None

    @property
    def places(self) -> "_Places":
        """The addresses of the site's own, read only where somebody wrote one by hand."""
        if self._places is None:
            self._places = _Places()
        return self._places


class _Places:
    """Every address of a live page, below its site's root, and every address that leads on to another."""

    def __init__(self) -> None:
        pages = Page.objects.live().select_related("content_type")
        rows = [
            (page.url_path, page.cached_content_type.model_class()) for page in pages.only("url_path", "content_type")
        ]
        self.paths = {path for path, _model in rows}
        # A page type with a way of its own to route has addresses below it that no other page has.
        self.open_ended = tuple(path for path, model in rows if model and model.route is not Page.route)
        self.redirects = {path.rstrip("/") for path in Redirect.objects.values_list("old_path", flat=True)}

    def has(self, site: Any, address: str) -> bool:
        """Tell whether the site answers there; what is not a page's is Django's to say."""
        path = urlsplit(address).path
        try:
            match = resolve(path)
        except Resolver404:
            try:
                match = resolve(f"{path}/")
            except Resolver404:
                return False
        if match.url_name != "wagtail_serve":
            return True
        if path.rstrip("/") in self.redirects:
            return True
        if language := get_language_from_path(path):
            path = path.removeprefix(f"/{language}")
        url_path = unquote(site.root_page.url_path.rstrip("/") + "/" + path.strip("/")).rstrip("/") + "/"
        return url_path in self.paths or url_path.startswith(self.open_ended)


def _anchors(page: Any) -> set[str]:
    """The ids of the headings of a page's streams, as its template gives them."""
    headings = []
    for name in page.citable_fields:
        value = getattr(page, name)
        for position, child in enumerate(getattr(value, "get_prep_value", list)() or ()):
            raw = child.get("value")
            if isinstance(raw, dict) and raw.get("heading"):
                headings.append((f"{name}/{position}", str(raw["heading"])))
    return {heading.anchor for heading in read_outline(headings)}


def _shown(link: Link) -> str:
    if link.kind in {PAGE, DOCUMENT, IMAGE}:
        names = {PAGE: gettext("page"), DOCUMENT: gettext("document"), IMAGE: gettext("picture")}
        return f"{names[link.kind]} {link.target}"
    return link.target


def _id(target: str) -> int:
    """The id that is meant; 0, which nothing has, where none is. Ids of other kinds than numbers are not Wagtail's."""
    return int(target) if target.isascii() and target.isdigit() and len(target) < 19 else 0


def _ids(targets: Iterable[str]) -> set[int]:
    return {_id(target) for target in targets} - {0}


def _anchor(block_id: str) -> str:
    return f"#block-{block_id}-section" if block_id else ""
