"""Pages that cite: one page's text, tables and sources, numbered together as a document that is only read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText
from wagtail.search import index

from ..blocks.walk import Table, Text, walk
from ..blocks.words import read_texts
from ..citations.entries import render_entry
from ..citations.markers import render_group
from ..citations.markup import find_groups, split_at_groups
from ..citations.numbering import Marker, Numbering, Passage, collect_ids, number_citations
from ..conditional import make_conditional
from ..csl.printed import Printed, print_record
from ..csl.styles import AMA
from ..rich_text.expansion import expand_texts
from ..rich_text.page_form import CitablePageForm
from ..search_words import fold_text
from .guideline_table import GuidelineTable, read_tables
from .headless_preview import HeadlessPreviewMixin
from .library import PRESENT, Library
from .reference import Reference
from .site_settings import SiteSettings
from .successors import Successor, find_successors
from .table_words import read_table_words

Piece = tuple[str, int]
"""A piece of a text that is parted at its citations: the text's path, and the how manieth it is."""


@dataclass(frozen=True)
class CitedReference:
    """A source in a page's list, with the markers that lead back to its citations."""

    number: int
    reference: Reference
    backlinks: list[Marker]
    printed: Printed

    @property
    def html(self) -> SafeString:
        """The reference in the style of the site."""
        return mark_safe(self.printed.html)  # noqa: S308 - csl.printed escapes

    @property
    def anchor(self) -> str:
        """The id of the entry in the page."""
        return f"ref-{self.number}"


@dataclass(frozen=True)
class CitedDocument:
    """All that one rendering of a page needs to show its citations. Paths are those of `blocks.walk`."""

    numbering: Numbering
    sources: Mapping[int, Reference]
    tables: Mapping[str, GuidelineTable]
    texts: Mapping[str, str] = field(default_factory=dict)
    merge_ranges: bool = True
    style: str = AMA
    warn: bool = False

    def html(self, path: str, source: str | RichText) -> SafeString:
        """Return a rich text as HTML with its citations numbered."""
        stored = source.source if isinstance(source, RichText) else source
        is_known = self.texts.get(path) == stored
        html = self._expanded if is_known else self.put_together(expand_texts(self.take_apart({path: stored})))
        return mark_safe(html[path])  # noqa: S308 - stored rich text, sanitised when it was saved

    def markers(self, path: str) -> SafeString:
        """Return the citations of a place that has no text of its own, such as a table's row."""
        groups = self.numbering.markers.get(path, ())
        return mark_safe("".join(map(self._group_html, groups)))  # noqa: S308 - render_group escapes

    def table(self, path: str) -> GuidelineTable | None:
        """Return the guideline table at this path."""
        return self.tables.get(path)

    @cached_property
    def references(self) -> list[CitedReference]:
        """The list at the end of the page, in the order of the numbers."""
        return [
            CitedReference(number, self.sources[pk], self.numbering.backlinks.get(number, []), self._printed[pk])
            for number, pk in enumerate(self.numbering.order, start=1)
        ]

    @staticmethod
    def take_apart(texts: Mapping[str, str]) -> dict[Piece, str]:
        """Return the texts in pieces, parted where they cite: nothing that makes them into HTML looks at a citation."""
        return {(path, n): piece for path, stored in texts.items() for n, piece in enumerate(split_at_groups(stored))}

    def put_together(self, pieces: Mapping[Piece, str]) -> dict[str, str]:
        """Return the texts by path, with their numbered citations between the pieces, which are HTML."""
        found: dict[str, list[str]] = {}
        for (path, n), html in pieces.items():
            groups = self.numbering.markers.get(path, ())
            found.setdefault(path, []).append((self._group_html(groups[n - 1]) if 0 < n <= len(groups) else "") + html)
        return {path: "".join(parts) for path, parts in found.items()}

    def entries(self, notice: Callable[[Reference], str]) -> SafeString:
        """Return that list as HTML, an element each. `notice` gives what has been said of a source since, as HTML."""
        listed = [
            render_entry(cited.number, cited.printed.html, cited.backlinks, self._words, notice=notice(cited.reference))
            for cited in self.references
        ]
        return mark_safe("".join(listed))  # noqa: S308 - render_entry escapes

    @cached_property
    def _expanded(self) -> dict[str, str]:
        """Every text of the page as HTML, by path: together they cost as many queries as one."""
        return self.put_together(expand_texts(self.take_apart(self.texts)))

    @cached_property
    def _printed(self) -> dict[int, Printed]:
        return {pk: print_record(reference.csl, self.style) for pk, reference in self.sources.items()}

    @cached_property
    def _labels(self) -> dict[int, str]:
        return {pk: printed.label for pk, printed in self._printed.items()}

    @cached_property
    def _words(self) -> dict[str, str]:
        return {
            "source": _("Source {number}: {label}"),
            "sources": _("Sources {first} to {last}"),
            "missing": _("source missing") if self.warn else "",
            "back": _("Back to the text"),
            "back_to": _("Back to the text that cites source {number}"),
            "several": _("Back to the text:"),
            "one_of_several": _("{place}, back to the text that cites source {number}"),
        }

    def _group_html(self, group: tuple[Marker, ...]) -> str:
        return render_group(group, self._labels, self._words, merge=self.merge_ranges)


def read_document(
    content: Iterable[Text | Table],
    *,
    merge_ranges: bool = True,
    style: str = AMA,
    warn: bool = False,
    library: Library = PRESENT,
) -> CitedDocument:
    """Read what the content cites and shows, and number it. The number of queries does not depend on the content.

    `style` is one of `csl.styles`. `warn` marks citations whose source is gone; without it they are left out. `library`
    is what sources and tables are taken from.
    """
    places = list(content)
    tables = read_tables([place for place in places if isinstance(place, Table)], library)
    passages = [passage for place in places for passage in _passages(place, tables)]
    sources = library.references(collect_ids(passages))
    texts = {place.path: place.source for place in places if isinstance(place, Text)}
    return CitedDocument(number_citations(passages, sources), sources, tables, texts, merge_ranges, style, warn)


def tell_successors(
    document: CitedDocument, clinic: SiteSettings, *, locale_id: Any, library: Library = PRESENT
) -> dict[int, Successor]:
    """Return what readers are told to have superseded the guidelines of a page, by their ids; {} where they are not."""
    if not clinic.show_superseded:
        return {}
    shown = {table.guideline.pk: table.guideline for table in document.tables.values() if table.guideline}
    return find_successors(shown.values(), locale_id=locale_id, library=library)


def _passages(place: Text | Table, tables: Mapping[str, GuidelineTable]) -> Iterator[Passage]:
    if isinstance(place, Text):
        yield Passage(place.path, find_groups(place.source))
    elif place.path in tables:
        yield from tables[place.path].passages()


class CitablePage(HeadlessPreviewMixin):
    """A page whose fields may cite. `citable_fields` names them in the order in which they are read."""

    citable_fields: ClassVar[tuple[str, ...]] = ()
    # What kind of page schema.org calls it; see models.structured_data.
    schema_type: ClassVar[str] = "WebPage"
    base_form_class: ClassVar[type] = CitablePageForm
    # What every page type that cites adds to its `search_fields`.
    words_indexed: ClassVar[tuple[Any, ...]] = (index.AutocompleteField("search_text"),)
    # What it takes its sources and tables from; a page of the past has that of its moment.
    library: Library = PRESENT

    def walk_content(self) -> Iterator[Text | Table]:
        """Yield the content that may cite, in reading order."""
        for name in self.citable_fields:
            yield from walk(getattr(self, name), name)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `document`, the page's numbered citations, `clinic`, the site's settings, and `successors` to tell of."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        clinic = SiteSettings.for_request(request)
        context["clinic"] = clinic
        document = context["document"] = read_document(
            self.walk_content(),
            merge_ranges=clinic.merge_citation_ranges,
            style=clinic.citation_style,
            warn=getattr(request, "is_preview", False),
            library=self.library,
        )
        locale_id = self.locale_id  # type: ignore[attr-defined]
        context["successors"] = tell_successors(document, clinic, locale_id=locale_id, library=self.library)
        return context

    @property
    def reading_text(self) -> str:
        """All words of the page as plain text, for search results."""
        values = (getattr(self, name) for name in self.citable_fields)
        return " ".join(text for value in values for text in read_texts(value) if text)

    @property
    def search_text(self) -> str:
        """Title and words of the page, folded, with those of records that it shows; what the site's search looks in."""
        rows = read_table_words([self])[0]
        return fold_text(" ".join([self.title, self.reading_text, rows, self.shared_words]))  # type: ignore[attr-defined]

    @property
    def shared_words(self) -> str:
        """Further words by which the site's search is to find the page."""
        return ""

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer as Wagtail does, with a strong ETag, or 304 to who has the page as it is.

        Where answers are kept, the request holds a ticket (snapshots/ticket.py): another one's may be there already.
        """
        ticket = getattr(request, "citewell_ticket", None)
        if ticket and (finished := ticket.present(self)):
            return finished
        return make_conditional(request, super().serve(request, *args, **kwargs))  # type: ignore[misc]

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """Let the last change be that of what the page shows, also where it is shared with other pages."""
        from .last_changes import last_change  # which knows the page types, and they this class

        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)  # type: ignore[misc]
        changed = last_change(self, request)
        return [
            url | {"lastmod": max((at for at in (url.get("lastmod"), changed) if at), default=None)} for url in urls
        ]

    class Meta:
        abstract = True
