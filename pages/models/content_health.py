"""Which condition pages want attention, and why: read together, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .condition_page import ConditionPage
from .guideline import Guideline
from .reference import Reference
from .standing import GRAVE
from .usage import read_guideline_uses, read_page_uses

SOON = timedelta(days=30)


class Want(TextChoices):
    """What a page wants, the gravest first."""

    GRAVE_SOURCE = "grave-source", _("Cites what was retracted or doubted")
    OVERDUE = "overdue", _("Review overdue")
    NEVER_REVIEWED = "never-reviewed", _("Never reviewed")
    SUPERSEDED = "superseded", _("Shows a superseded guideline")
    UNCITED = "uncited", _("Cites nothing")
    DUE_SOON = "due-soon", _("Review due soon")


@dataclass(frozen=True)
class PageHealth:
    """A page and what it wants; nothing for a page that is well."""

    page: ConditionPage
    wants: list[Want]


def read_content_health(pages: Iterable[ConditionPage], *, today: date) -> list[PageHealth]:
    """Return what each page wants, in the order of the pages. Drafts are judged by what is stored of them."""
    listed = list(pages)
    found: dict[int, set[Want]] = defaultdict(set)
    cited = _references_by_page()
    for page in listed:
        found[page.pk] |= _dates(page, today)
        if page.pk not in cited:
            found[page.pk].add(Want.UNCITED)
    grave = set(Reference.objects.filter(status__in=GRAVE).values_list("pk", flat=True))
    superseded = set(Guideline.objects.exclude(superseded_by=None).values_list("pk", flat=True))
    shown = read_guideline_uses()
    for page in listed:
        if cited.get(page.pk, set()) & grave:
            found[page.pk].add(Want.GRAVE_SOURCE)
        if shown.get(page.pk, set()) & superseded:
            found[page.pk].add(Want.SUPERSEDED)
    return [PageHealth(page, [want for want in Want if want in found[page.pk]]) for page in listed]


def _references_by_page() -> dict[int, set[int]]:
    """Return, by page id, the references that it cites."""
    cited: dict[int, set[int]] = defaultdict(set)
    for reference_id, users in read_page_uses(ConditionPage.objects.all()).items():
        for page in users:
            cited[page.pk].add(reference_id)
    return cited


def _dates(page: ConditionPage, today: date) -> set[Want]:
    if page.last_reviewed is None:
        return {Want.NEVER_REVIEWED}
    if page.next_review is None or page.next_review > today + SOON:
        return set()
    return {Want.OVERDUE if page.next_review < today else Want.DUE_SOON}
