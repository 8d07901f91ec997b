"""Which pages want attention, and why: read together, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ..blocks.raw_walk import Pair, Place
from .base import Page
from .broken_links import BrokenLink, read_broken_links
from .citable import CitablePage
from .condition_page import ConditionPage
from .gates import (
    Gate,
    find_odd_pairs,
    has_uncited_claim,
    has_undescribed_picture,
    lacks_notice,
    read_levels,
    walk_page,
)
from .guideline import Guideline
from .reference import Reference
from .site_settings import Level, SiteSettings
from .standing import GRAVE
from .usage import read_guideline_uses, read_page_uses

SOON = timedelta(days=30)


class Want(TextChoices):
    """What a page wants, the gravest first."""

    GRAVE_SOURCE = "grave-source", _("Cites what was retracted or doubted")
    OVERDUE = "overdue", _("Review overdue")
    NEVER_REVIEWED = "never-reviewed", _("Never reviewed")
    BROKEN_LINK = "broken-link", _("A broken link")
    SUPERSEDED = "superseded", _("Shows a superseded guideline")
    UNCITED = "uncited", _("Cites nothing")
    UNCITED_CLAIM = "uncited-claim", _("A claim without a source")
    OFF_LABEL = "off-label", _("Off-label notice missing")
    ALT_TEXT = "alt-text", _("A picture without a description")
    ODD_PAIR = "odd-pair", _("An unusual grade")
    DUE_SOON = "due-soon", _("Review due soon")


@dataclass(frozen=True)
class PageHealth:
    """A page and what it wants, with its broken links; nothing for a page that is well."""

    page: Any
    wants: list[Want]
    broken_links: list[BrokenLink] = field(default_factory=list)


def read_pages(ids: Any) -> list[Any]:
    """Return the pages of these ids that have a text that cites: one query for each type of page that there is.

    `ids` is a collection, or a query that says which.
    """
    found: list[Any] = []
    for model in apps.get_models():
        if issubclass(model, CitablePage):
            pages = model._default_manager.filter(pk__in=ids)
            found += pages.select_related(*(["reviewer"] if model is ConditionPage else []))
    return sorted(found, key=lambda page: str(page.path))


def read_content_health(pages: Iterable[Any], *, today: date) -> list[PageHealth]:
    """Return what each page wants, in the order of the pages. Drafts are judged by what is stored of them.

    Dates of review, off-label notices, claims and whether anything is cited are asked of condition pages alone;
    sources, guidelines and links of all.
    """
    listed = list(pages)
    found: dict[int, set[Want]] = defaultdict(set)
    cited = _references_by_page()
    levels = _levels_by_place()
    asked = [page for page in listed if isinstance(page, ConditionPage)]
    pairs: list[tuple[int, Pair]] = []
    for page in asked:
        found[page.pk] |= _dates(page, today)
        if page.pk not in cited:
            found[page.pk].add(Want.UNCITED)
        content = list(walk_page(page))
        found[page.pk] |= _content(page, content, levels(page))
        if levels(page)[Gate.PAIRS] != Level.OFF:
            pairs += [(page.pk, place) for place in content if isinstance(place, Pair)]
    odd = {id(pair) for pair, _sentence in find_odd_pairs([pair for _page_id, pair in pairs])}
    for page_id, pair in pairs:
        if id(pair) in odd:
            found[page_id].add(Want.ODD_PAIR)
    grave = set(Reference.objects.filter(status__in=GRAVE).values_list("pk", flat=True))
    superseded = set(Guideline.objects.exclude(superseded_by=None).values_list("pk", flat=True))
    shown = read_guideline_uses()
    broken = read_broken_links(listed)
    for page in listed:
        if cited.get(page.pk, set()) & grave:
            found[page.pk].add(Want.GRAVE_SOURCE)
        if shown.get(page.pk, set()) & superseded:
            found[page.pk].add(Want.SUPERSEDED)
        if page.pk in broken:
            found[page.pk].add(Want.BROKEN_LINK)
    return [
        PageHealth(page, [want for want in Want if want in found[page.pk]], broken.get(page.pk, [])) for page in listed
    ]


def _references_by_page() -> dict[int, set[int]]:
    """Return, by page id, the references that it cites."""
    cited: dict[int, set[int]] = defaultdict(set)
    for reference_id, users in read_page_uses(Page.objects.only("path")).items():
        for page in users:
            cited[page.pk].add(reference_id)
    return cited


def _content(page: ConditionPage, content: list[Place], levels: Mapping[Gate, Level]) -> set[Want]:
    """What the page's own words and pictures lack, of the gates that its site has not turned off."""
    lacking = {
        (Gate.OFF_LABEL, Want.OFF_LABEL): lacks_notice(page),
        (Gate.CLAIMS, Want.UNCITED_CLAIM): has_uncited_claim(content),
        (Gate.ALT_TEXT, Want.ALT_TEXT): has_undescribed_picture(content),
    }
    return {want for (gate, want), is_so in lacking.items() if is_so and levels[gate] != Level.OFF}


def _levels_by_place() -> Callable[[ConditionPage], Mapping[Gate, Level]]:
    """Return how the gates stand for a page; every site's settings are read at once."""
    sites = Site.objects.select_related("root_page")
    settings = {settings.site_id: settings for settings in SiteSettings.objects.all()}
    by_path = {site.root_page.path: read_levels(settings.get(site.pk) or SiteSettings()) for site in sites}
    paths = sorted(by_path, key=len, reverse=True)
    elsewhere = read_levels(SiteSettings())
    return lambda page: next((by_path[path] for path in paths if page.path.startswith(path)), elsewhere)


def _dates(page: ConditionPage, today: date) -> set[Want]:
    if page.last_reviewed is None:
        return {Want.NEVER_REVIEWED}
    if page.next_review is None or page.next_review > today + SOON:
        return set()
    return {Want.OVERDUE if page.next_review < today else Want.DUE_SOON}
