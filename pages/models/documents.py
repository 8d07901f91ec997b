"""The documents of many pages, read together: they cost as many queries as that of one page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils import translation

from ..blocks.walk import Table, Text
from ..citations.markup import find_groups
from ..citations.numbering import Passage, collect_ids
from ..rich_text.expansion import expand_texts
from .citable import CitedDocument, Piece, read_document
from .library import PRESENT, ReadLibrary


@dataclass(frozen=True)
class MadeDocument(CitedDocument):
    """A document whose texts were made into HTML together with those of other pages."""

    made: Mapping[str, str] = field(default_factory=dict)

    @property
    def _expanded(self) -> Mapping[str, str]:  # type: ignore[override]
        return self.made


def read_documents(pages: Iterable[Any], *, merge_ranges: bool, style: str) -> dict[int, CitedDocument]:
    """Return the document of each of these pages by its id, each numbered by itself and in its own language.

    The number of queries depends neither on the pages nor on their content once `blocks.load` has loaded their streams.
    """
    contents = {page: list(page.walk_content()) for page in pages}
    library = _read_library([place for places in contents.values() for place in places])
    documents: dict[int, CitedDocument] = {}
    pieces: dict[tuple[int, Piece], str] = {}
    for page, places in contents.items():
        document = documents[page.pk] = read_document(places, merge_ranges=merge_ranges, style=style, library=library)
        pieces |= {(page.pk, place): piece for place, piece in document.take_apart(document.texts).items()}
    made: dict[int, dict[Piece, str]] = {pk: {} for pk in documents}
    for (pk, place), html in expand_texts(pieces).items():
        made[pk][place] = html
    return {page.pk: _finish(documents[page.pk], made[page.pk], page.locale.language_code) for page in contents}


def _finish(document: CitedDocument, pieces: Mapping[Piece, str], language: str) -> MadeDocument:
    with translation.override(language):
        made = document.put_together(pieces)
    return MadeDocument(**{each.name: getattr(document, each.name) for each in fields(document)}, made=made)


def _read_library(places: Sequence[Text | Table]) -> ReadLibrary:
    """Return all that these places name, of however many pages."""
    found = [place for place in places if isinstance(place, Table)]
    guidelines = PRESENT.guidelines({table.guideline_id for table in found if table.guideline_id})
    chosen = {table.scheme_id for table in found if table.scheme_id}
    implied = {pk for guideline in guidelines.values() if (pk := guideline.implied_scheme_id)}
    schemes = PRESENT.schemes(chosen | implied)
    cited = collect_ids(Passage(place.path, find_groups(place.source)) for place in places if isinstance(place, Text))
    for guideline in guidelines.values():
        cited |= {guideline.reference_id}
        cited |= {one.pk for row in guideline.recommendations.all() for one in row.further_citations.all()}
    return ReadLibrary(PRESENT.references(cited), guidelines, schemes)
