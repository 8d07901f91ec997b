"""What a list holds of its pages beyond their cards, read for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from wagtail.models import Site

from ...blocks.load import load_streams
from ...models import Guideline, GuidelinePage, SiteSettings
from ...models.citable import CitablePage, CitedDocument
from ...models.documents import read_documents
from ...models.guideline_page import TABLE_PATH
from ...models.related import find_related
from ...models.successors import Successor, find_successors
from ..public import site_pages
from ..schemas import library
from ..schemas import pages as schemas
from ..schemas.base import RichTextFormat
from .blocks import BlockReader, find_figures
from .cards import describe_related
from .images import read_images
from .library import describe_cited, guideline_facts
from .places import Places
from .texts import make_printer

INCLUDES = frozenset({"content", "guidelines", "references", "related"})
STREAMS = ("body", "questions", "call_to_action")


@dataclass(frozen=True)
class Parts:
    """The members that cards gain, by the page's id and their names, and the Surrogate-Keys of what they show."""

    members: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    keys: Collection[str] = ()


def read_parts(pages: Collection[Any], *, site: Site, include: Collection[str], rich_text: RichTextFormat) -> Parts:
    """Return what is asked for, of INCLUDES. Pages are specific ones with their locales.

    The number of queries does not grow with the pages, nor with what stands in them.
    """
    if not include:
        return Parts()
    reader = PartsReader(pages, site, rich_text)
    readers = {name: getattr(reader, name) for name in sorted(include)}
    members = {page.pk: {name: read(page) for name, read in readers.items()} for page in pages}
    return Parts(members, list(reader.keys(include)))


class PartsReader:
    """Reads the parts of many pages. What INCLUDES names is a method each, which is given one of the pages."""

    def __init__(self, pages: Collection[Any], site: Site, rich_text: RichTextFormat) -> None:
        self.pages, self.site, self.rich_text = pages, site, rich_text
        self.clinic, self.places = SiteSettings.for_site(site), Places(site)

    def content(self, page: Any) -> schemas.CardContent | None:
        """The texts of the page, its blocks and its tables; None for a page of another app."""
        if page.pk not in self._documents:
            return None
        read = self._read_blocks(page)
        return schemas.CardContent(
            rich_text=self.rich_text,
            lead=read.print("lead", page.lead),
            table=read.table(TABLE_PATH, identifier=TABLE_PATH, caption="")
            if isinstance(page, GuidelinePage)
            else None,
            body=read.body(getattr(page, "body", None)),
            questions=read.questions(getattr(page, "questions", None)),
            call_to_action=read.call_to_action(getattr(page, "call_to_action", None)),
        )

    def references(self, page: Any) -> list[schemas.CitedReference]:
        """What the page cites, by its numbers."""
        document = self._documents.get(page.pk)
        return describe_cited(document, tell=self.clinic.show_source_notices) if document else []

    def guidelines(self, page: Any) -> list[library.GuidelineFacts]:
        """The guidelines that its tables show, each once, in the order of the page."""
        document = self._documents.get(page.pk)
        return [
            library.GuidelineFacts(
                **guideline_facts(guideline, style=self.clinic.citation_style, tell=self.clinic.show_source_notices)
            )
            for guideline in _guidelines(document).values()
        ]

    def related(self, page: Any) -> list[schemas.RelatedPage]:
        """The pages that belong beside it."""
        return [self._related_pages[other.pk] for other in self._related.get(page.pk, ())]

    def keys(self, include: Collection[str]) -> Iterator[str]:
        """Yield the Surrogate-Keys of what these parts show, which are the `pages` of a list besides."""
        yield "site"
        if "related" in include:
            yield from (f"page-{pk}" for pk in self._related_pages)
        if set(include) == {"related"}:
            return
        for document in self._documents.values():
            yield from (f"reference-{pk}" for pk in document.numbering.order)
            yield from (f"guideline-{pk}" for pk in _guidelines(document))
        if "content" in include:
            found = (successor for ends in self._successors.values() for successor in ends.values())
            yield from (f"guideline-{successor.guideline.pk}" for successor in found)

    @cached_property
    def _documents(self) -> dict[int, CitedDocument]:
        citing = [page for page in self.pages if isinstance(page, CitablePage)]
        load_streams(citing, STREAMS)
        return read_documents(citing, merge_ranges=self.clinic.merge_citation_ranges, style=self.clinic.citation_style)

    @cached_property
    def _images(self) -> dict[int, Any]:
        return read_images(image.pk for page in self.pages for image in find_figures(getattr(page, "body", None)))

    @cached_property
    def _successors(self) -> dict[int, dict[int, Successor]]:
        """What superseded the guidelines that the pages show, by the pages' language: each page leads into its own."""
        if not self.clinic.show_superseded:
            return {}
        shown: dict[int, dict[int, Guideline]] = defaultdict(dict)
        for page in self.pages:
            shown[page.locale_id] |= _guidelines(self._documents.get(page.pk))
        return {locale: find_successors(found.values(), locale_id=locale) for locale, found in shown.items()}

    @cached_property
    def _related(self) -> dict[int, list[Any]]:
        return find_related(self.pages, site_pages(self.site))

    @cached_property
    def _related_pages(self) -> dict[int, schemas.RelatedPage]:
        wanted = {other.pk for others in self._related.values() for other in others}
        pages = site_pages(self.site).filter(pk__in=wanted).specific() if wanted else ()
        return {page.id: page for page in describe_related(pages, self.places)}

    def _read_blocks(self, page: Any) -> BlockReader:
        document = self._documents[page.pk]
        return BlockReader(
            document=document,
            print=make_printer(document, self.rich_text),
            images=self._images,
            root_url=self.places.root_url,
            style=self.clinic.citation_style,
            tell=self.clinic.show_source_notices,
            successors=self._successors.get(page.locale_id, {}),
        )


def _guidelines(document: CitedDocument | None) -> dict[int, Guideline]:
    tables = document.tables.values() if document else ()
    return {table.guideline.pk: table.guideline for table in tables if table.guideline}
