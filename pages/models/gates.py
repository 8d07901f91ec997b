"""What a condition page lacks before it goes live, as the site's settings want it: one finding for each thing.

A gate never changes a page. Who may publish at all, and where a gate stands in the way, is `gated_page`'s.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..blocks.raw_walk import Pair, Picture, Place, Prose, walk_raw
from ..citations.markup import find_groups
from ..gates.claims import find_uncited_claims
from ..grading.pairs import check_pair
from .citable import read_document
from .grading import GradeScheme
from .guideline import Guideline
from .reference import Reference
from .site_settings import Level, SiteSettings
from .standing import GRAVE, describe_standing

LONGEST_QUOTE = 120


class Gate(TextChoices):
    """What is looked at, in the order in which it is shown."""

    OFF_LABEL = "off-label", gettext_lazy("Off-label notice missing")
    CLAIMS = "claims", gettext_lazy("Claim without a source")
    SOURCES = "sources", gettext_lazy("Source retracted or doubted")
    OVERDUE = "overdue", gettext_lazy("Review overdue")
    ALT_TEXT = "alt-text", gettext_lazy("Picture without a description")
    PAIRS = "pairs", gettext_lazy("Unusual grade")


@dataclass(frozen=True)
class Finding:
    """One thing that a page lacks. `anchor` is where the page's editor shows it, such as "#block-…-section"."""

    gate: Gate
    level: Level
    sentence: str
    anchor: str = ""

    @property
    def stops(self) -> bool:
        """Whether the page cannot be published as long as this is so."""
        return self.level == Level.STOP


def read_levels(clinic: SiteSettings) -> dict[Gate, Level]:
    """Return what the site's settings say of each gate."""
    return {
        Gate.OFF_LABEL: Level(clinic.gate_off_label),
        Gate.CLAIMS: Level(clinic.gate_claims),
        Gate.SOURCES: Level(clinic.gate_sources),
        Gate.OVERDUE: Level(clinic.gate_overdue),
        Gate.ALT_TEXT: Level(clinic.gate_alt_text),
        Gate.PAIRS: Level(clinic.gate_pairs),
    }


def read_findings(
    page: Any, clinic: SiteSettings, *, sources: Mapping[int, Reference] | None = None, today: date | None = None
) -> list[Finding]:
    """Return what a condition page lacks, as it is in memory; nothing of gates that are off.

    `sources` are those that the page cites, by id, where they were read already.
    """
    levels = {gate: level for gate, level in read_levels(clinic).items() if level != Level.OFF}
    found: list[tuple[Gate, str, str]] = []
    if Gate.OFF_LABEL in levels and lacks_notice(page):
        found.append(
            (Gate.OFF_LABEL, _("Say whether something is used off-label, or tick that nothing is."), "#tab-review")
        )
    content = list(walk_page(page))
    if Gate.CLAIMS in levels:
        found += [(Gate.CLAIMS, _quoted(claim), anchor) for claim, anchor in _claims(content)]
    if Gate.SOURCES in levels:
        cited = read_document(page.walk_content()).sources if sources is None else sources
        grave = [source for source in cited.values() if source.status in GRAVE]
        found += [(Gate.SOURCES, f"{source.label}: {describe_standing(source)}", "") for source in grave]
    if Gate.OVERDUE in levels and is_overdue(page, today or timezone.localdate()):
        day = date_format(page.next_review, "DATE_FORMAT")
        found.append((Gate.OVERDUE, _("The next review was due on %(day)s.") % {"day": day}, "#tab-review"))
    if Gate.ALT_TEXT in levels:
        sentence = _("Describe the picture, or mark it as decoration.")
        found += [(Gate.ALT_TEXT, sentence, _anchor(place)) for place in content if _is_undescribed(place)]
    if Gate.PAIRS in levels:
        pairs = [place for place in content if isinstance(place, Pair)]
        found += [(Gate.PAIRS, sentence, _anchor(pair)) for pair, sentence in find_odd_pairs(pairs)]
    return [Finding(gate, levels[gate], sentence, anchor) for gate, sentence, anchor in found]


def find_odd_pairs(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, str]]:
    """Yield each pair that its scheme does not have and no note explains, with the reason in words.

    It is the table's own scheme, or its guideline's. There are at most five queries, none where nothing is to be asked.
    """
    asked = [pair for pair in pairs if not pair.note]
    by_guideline = {pair.guideline_id for pair in asked if pair.guideline_id and not pair.scheme_id}
    of_guideline: dict[int, int | None] = {}
    if by_guideline:
        of_guideline = dict(Guideline.objects.filter(pk__in=by_guideline).values_list("pk", "scheme"))
    scheme_ids = [pair.scheme_id or of_guideline.get(pair.guideline_id or 0) for pair in asked]
    wanted = {pk for pk in scheme_ids if pk}
    schemes = GradeScheme.objects.with_levels().in_bulk(wanted) if wanted else {}
    for pair, scheme_id in zip(asked, scheme_ids, strict=True):
        scheme = schemes.get(scheme_id or 0)
        reason = check_pair(scheme.as_data, pair.grade, pair.certainty) if scheme else None
        if reason:
            why = _(reason.text).format(**reason.values).strip()
            yield pair, _("%(row)s: %(why)s Keep it with a note, or change it.") % {"row": pair.condition, "why": why}


def walk_page(page: Any) -> Iterator[Place]:
    """Yield the texts and pictures of a page without a query, as it is in memory or stored."""
    for name in page.citable_fields:
        yield from walk_raw(getattr(page, name))


def lacks_notice(page: Any) -> bool:
    """Tell whether nobody said anything of off-label use."""
    return not page.off_label_notice.strip() and not page.nothing_off_label


def is_overdue(page: Any, today: date) -> bool:
    """Tell whether the day of the next review is over."""
    return page.next_review is not None and page.next_review < today


def has_uncited_claim(content: Iterable[Place]) -> bool:
    """Tell whether a sentence makes a claim and cites nothing."""
    return any(True for _claim in _claims(content))


def has_undescribed_picture(content: Iterable[Place]) -> bool:
    """Tell whether a picture is not described."""
    return any(_is_undescribed(place) for place in content)


def _claims(content: Iterable[Place]) -> Iterator[tuple[str, str]]:
    """Yield each claim that cites nothing with its place in the editor; the grade of a row is a claim of its own."""
    for place in content:
        if isinstance(place, Prose):
            for claim in find_uncited_claims(place.source):
                yield claim, _anchor(place)
            if place.grade and not find_groups(place.source):
                yield _("A row with the grade %(grade)s") % {"grade": place.grade}, _anchor(place)


def _is_undescribed(place: Place) -> bool:
    return isinstance(place, Picture) and not place.is_described


def _anchor(place: Place) -> str:
    return f"#block-{place.block_id}-section" if place.block_id else ""


def _quoted(claim: str) -> str:
    return _("“%(claim)s” cites nothing.") % {"claim": Truncator(claim).chars(LONGEST_QUOTE)}
