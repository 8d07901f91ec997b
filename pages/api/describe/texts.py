"""Rich text as another front end wants it: the site's own HTML, or the same in Markdown."""

from collections.abc import Callable
from typing import Any

from markdownify import MarkdownConverter

from ..schemas.base import RichTextFormat

Printer = Callable[[str, Any], str]
"""Given a path and what stands there, returns the text as HTML or Markdown, citations numbered."""


class _Converter(MarkdownConverter):
    """Markdown in which a citation keeps its number, its link to the list, and its own anchor.

    Markdown has no superscript and no anchors, so both stay HTML, which CommonMark lets through.
    """

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep what is raised."""
        return f"<sup>{text}</sup>" if text.strip() else ""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep the anchors of a citation in front of its link."""
        anchors = "".join(f'<a id="{anchor}"></a>' for anchor in _anchors(el))
        link: str = super().convert_a(el, text, parent_tags)  # type: ignore[misc]
        return anchors + link


def print_markdown(html: str) -> str:
    """Return HTML of our own rendering as CommonMark, citations as raised links."""
    return _Converter(heading_style="atx", bullets="-").convert(html).strip()


def make_printer(document: Any, rich_text: RichTextFormat) -> Printer:
    """Return what prints the texts of a page whose numbered document this is."""
    if rich_text == "markdown":
        return lambda path, source: print_markdown(document.html(path, source or ""))
    return lambda path, source: str(document.html(path, source or ""))


def _anchors(link: Any) -> list[str]:
    if link.get("role") != "doc-noteref":
        return []
    return [found for found in (link.get("id"), *(inner.get("id") for inner in link.find_all("span"))) if found]
