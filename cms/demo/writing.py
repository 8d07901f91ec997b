"""The light markup that the demonstration's texts are written in, turned into rich text as Wagtail stores it.

Paragraphs stand apart by an empty line; "### " begins a heading and "- " a line of a list. `[^cohen]` or
`[^cohen p. 530]` cites a source by its key, `[words](page)` links to a page by its key.
"""

import re
from collections.abc import Mapping
from html import escape

from pages.citations.markup import Mark, make_mark

_CITATION = re.compile(r"\[\^(\w+)(?: ([^\]]+))?\]")
_LINK = re.compile(r"\[([^\]^][^\]]*)\]\((\w+)\)")


def rich_text(text: str, *, sources: Mapping[str, int], pages: Mapping[str, int]) -> str:
    """Return the stored rich text. Raises KeyError for a source or page that is not there."""
    return "".join(_block(block.strip(), sources, pages) for block in re.split(r"\n\s*\n", text.strip()))


def _block(block: str, sources: Mapping[str, int], pages: Mapping[str, int]) -> str:
    if block.startswith("### "):
        return f"<h3>{_inline(block[4:], sources, pages)}</h3>"
    if block.startswith("- "):
        items = (_inline(line, sources, pages) for line in re.split(r"^\s*- ", block, flags=re.MULTILINE)[1:])
        return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    return f"<p>{_inline(block, sources, pages)}</p>"


def _inline(text: str, sources: Mapping[str, int], pages: Mapping[str, int]) -> str:
    html = escape(" ".join(text.split()), quote=False)
    html = _LINK.sub(lambda match: f'<a linktype="page" id="{pages[match[2]]}">{match[1]}</a>', html)
    return _CITATION.sub(lambda match: make_mark(Mark(sources[match[1]], match[2] or "")), html)
