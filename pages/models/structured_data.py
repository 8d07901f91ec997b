"""Reads what a page says to machines: its fields, citations and tables as they are shown, handed to the pure nodes.

Nothing is read again that the page's document holds already, so the number of queries does not grow with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from django.utils.functional import cached_property
from wagtail.models import Site
from wagtail.rich_text import get_text_for_indexing

from ..outline import find_headings, read_outline
from ..structured_data import clinic as clinics
from ..structured_data import medicine, sources, web_page
from ..structured_data.node import Node, refer
from .citable import CitedDocument
from .condition import Condition, ConditionCode
from .guideline import Guideline, Recommendation
from .guideline_table import GuidelineTable, TableRow
from .person import Person
from .reference import Reference
from .sharing import describe, find_picture
from .site_settings import SiteSettings
from .standing import GRAVE

# In the words that programs look for, so not translated.
STANDINGS: dict[str, str] = {
    Reference.Status.CORRECTED: "Corrected",
    Reference.Status.CONCERN: "Expression of concern",
    Reference.Status.RETRACTED: "Retracted",
}


def read_structured_data(
    page: Any,
    *,
    clinic: SiteSettings,
    site: Site | None,
    document: CitedDocument | None = None,
    above: Iterable[Any] = (),
) -> Node:
    """Return the page, the clinic and the way to the page as one JSON-LD document.

    `page` is any page; what its type does not have is left out. `document` is what it cites, as it was read to show,
    and `above` the pages above it that readers see, from the root of the site; without them the way is left out.
    """
    return PageReader(page, clinic, site, document, above).read()


class PageReader:
    """Reads one page. Nodes that more than one place means are described once and then referred to."""

    def __init__(
        self,
        page: Any,
        clinic: SiteSettings,
        site: Site | None,
        document: CitedDocument | None = None,
        above: Iterable[Any] = (),
    ) -> None:
        self.page, self.clinic, self.site, self.document, self.above = page, clinic, site, document, above
        self.url = page.full_url or ""
        self._described: set[int] = set()
        self._codes = _read_codes(self._conditions())

    def read(self) -> Node:
        """Return the whole document."""
        clinic = self._clinic()
        steps = web_page.trail(self._steps(), self._at("trail"))
        about = [self._condition(one) for one in self._own_conditions()]
        picture = find_picture(self.page)
        return web_page.graph(
            web_page.web_page(
                name=self.page.seo_title or self.page.title,
                kind=getattr(self.page, "schema_type", "WebPage"),
                url=self.url,
                description=describe(self.page),
                language=self.page.locale.language_code,
                image=picture.url if picture else "",
                published=_iso(self.page.first_published_at),
                modified=_iso(self.page.last_published_at),
                last_reviewed=_iso(getattr(self.page, "last_reviewed", None)),
                author=_person(getattr(self.page, "author", None)),
                reviewer=_person(getattr(self.page, "reviewer", None)),
                about=about,
                mentions=[self._row(table, row) for table, row in self._rows()],
                parts=[*self._sections([refer(one) for one in about]), *self._questions()],
                sources=list(self._sources.values()),
                breadcrumb=refer(steps) if steps else None,
                publisher=refer(clinic),
            ),
            clinic,
            steps,
        )

    def _at(self, fragment: str) -> str:
        return f"{self.url}#{fragment}" if self.url else ""

    def _clinic(self) -> Node:
        root = f"{self.site.root_url}/" if self.site else ""
        logo = self.clinic.logo
        return clinics.clinic(
            at=f"{root}#clinic" if root else "",
            url=root,
            name=self.clinic.name,
            tagline=self.clinic.tagline,
            address=self.clinic.address,
            telephone=self.clinic.phone,
            email=self.clinic.email,
            hours=self.clinic.hours,
            logo=urljoin(root, logo.file.url) if logo else "",
        )

    def _steps(self) -> Iterator[tuple[str, str]]:
        if self.site is None or not self.page.path or not self.url:
            return
        for one in self.above:
            if address := one.full_url:
                yield one.title, address
        yield self.page.title, self.url

    def _own_conditions(self) -> list[Condition]:
        conditions = getattr(self.page, "conditions", None)
        return list(conditions.all()) if conditions is not None else []

    def _conditions(self) -> Iterator[Condition]:
        yield from self._own_conditions()
        for _table, row in self._rows():
            yield from row.recommendation.conditions.all()

    def _condition(self, condition: Condition) -> Node:
        described = medicine.condition(
            name=condition.name,
            at=self._at(f"condition-{condition.slug}"),
            names=condition.other_names,
            codes=self._codes[condition.pk],
            summary=condition.summary,
        )
        if condition.pk in self._described:
            return refer(described)
        self._described.add(condition.pk)
        return described

    def _rows(self) -> Iterator[tuple[GuidelineTable, TableRow]]:
        """Each row of a guideline that the page shows, once; rows of the editor's own are no guideline's."""
        seen = set()
        for table in self.document.tables.values() if self.document else ():
            for row in table.rows:
                if row.recommendation.pk not in seen:
                    seen.add(row.recommendation.pk)
                    yield table, row

    def _row(self, table: GuidelineTable, row: TableRow) -> Node:
        recommendation, guideline = row.recommendation, table.guideline
        return medicine.recommendation(
            population=recommendation.population,
            intervention=recommendation.intervention,
            wording=recommendation.plain_wording or recommendation.statement,
            strength=_strength(recommendation, table),
            recommended=_is_recommended(row, guideline),
            subjects=[self._condition(one) for one in recommendation.conditions.all()],
            issuers=guideline.issuers if guideline else (),
            published=guideline.published if guideline else "",
            publication=self._publication(guideline),
        )

    def _publication(self, guideline: Guideline | None) -> Node | None:
        found = self._sources.get(guideline.reference_id) if guideline else None
        return refer(found) if found else None

    @cached_property
    def _sources(self) -> dict[int, Node]:
        """What the page cites by the reference's id, in the order of the numbers."""
        shown = self.clinic.show_source_notices
        return {
            cited.reference.pk: sources.source_of(
                cited.printed.written,
                self._at(cited.anchor),
                standing=STANDINGS.get(cited.reference.status, "") if shown else "",
            )
            for cited in (self.document.references if self.document else ())
        }

    def _sections(self, about: list[Node]) -> Iterator[Node]:
        body = getattr(self.page, "body", None) or ()
        anchors = {heading.path: heading.anchor for heading in read_outline(find_headings(body, "body"))}
        for position, child in enumerate(body):
            if child.block_type == "section" and (child.value.get("heading") or child.value.get("aspect")):
                anchor = anchors.get(f"body/{position}")
                yield web_page.section(
                    heading=child.value.get("heading") or "",
                    aspect=child.value.get("aspect") or "",
                    url=self._at(anchor) if anchor else "",
                    about=about,
                )

    def _questions(self) -> Iterator[Node]:
        for child in getattr(self.page, "questions", None) or ():
            answer = " ".join(get_text_for_indexing(child.value["answer"].source).split())
            yield web_page.question(words=child.value["question"], answer=answer)


def _read_codes(conditions: Iterable[Condition]) -> dict[int, list[tuple[str, str]]]:
    """Return the codes of all these conditions by the condition's id, in one query; none where there are none."""
    codes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    wanted = {condition.pk for condition in conditions}
    if wanted:
        for code in ConditionCode.objects.filter(condition__in=wanted).order_by("condition", "sort_order", "pk"):
            codes[code.condition_id].append((code.system, code.code))
    return codes


def _is_recommended(row: TableRow, guideline: Guideline | None) -> bool:
    levels = (row.recommendation.certainty_from, row.recommendation.certainty_to)
    return medicine.speaks_for(
        row.recommendation.direction,
        row.strength,
        published=row.recommendation.strength,
        certainty=" / ".join(level.label for level in levels if level),
        stands=bool(guideline and not guideline.superseded_by_id and guideline.reference.status not in GRAVE),
    )


def _strength(recommendation: Recommendation, table: GuidelineTable) -> str:
    """The strength as published; where there is only a grade, that, with the scheme that says what it means."""
    if recommendation.strength or not recommendation.grade:
        return recommendation.strength
    scheme = f" ({table.scheme.name})" if table.scheme else ""
    return f"{recommendation.grade.code}{scheme}"


def _person(person: Person | None) -> Node | None:
    if person is None:
        return None
    return clinics.person(name=person.name, credentials=person.credentials, role=person.role, orcid=person.orcid)


def _iso(moment: Any) -> str:
    return moment.isoformat() if moment else ""
