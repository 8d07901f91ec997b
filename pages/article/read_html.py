"""Reads HTML, whole pages and fragments alike, into blocks; scripts, styles and page furniture stay out."""

import re
from html.parser import HTMLParser

from .problems import Problem
from .source import Block, Source, Span, clean_spans, with_list_prefix

LEFT_OUT = frozenset(
    {"script", "style", "template", "noscript", "svg", "iframe", "object", "select", "textarea", "nav", "math"}
)
BREAKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "blockquote"}
    | {"address", "pre", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "hr", "br"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset", "body", "html", "details", "summary"}
)
STYLES = {
    "sup": "superscript",
    "sub": "subscript",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
}
HEADING = re.compile(r"h([1-6])")
BUTTON_CLASS = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.I)


def read_html(text: str) -> Source:
    """Return the blocks of a page or fragment; where it has a <main> or <article>, only what stands in it."""
    reader = _Reader()
    reader.feed(_without_open_ends(text))
    reader.close()
    reader.end_block()
    blocks, problems = reader.blocks, list(reader.problems)
    inside = [block for block in blocks if id(block) in reader.in_article]
    if inside and len(inside) < len(blocks):
        words = sum(len(block.text.split()) for block in blocks if id(block) not in reader.in_article)
        problems.append(Problem(1, "outside-left-out", {"count": words}))
        blocks = inside
    has_headings = sum(block.kind == "heading" for block in blocks) > 1
    return Source(tuple(blocks), has_headings, tuple(problems), reader.title.strip())


def _without_open_ends(text: str) -> str:
    """Return the text with what is never closed as plain text: html.parser would look for its end from each."""
    for opening, closing in (("<!--", "-->"), ("<", ">")):
        closed, end, rest = text.rpartition(closing)
        text = closed + end + rest.replace(opening, opening.replace("<", "&lt;"))
    return text


class _Reader(HTMLParser):
    """Collects spans until a tag that breaks the line, then makes a block of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.in_article: set[int] = set()
        self.title = ""
        self._spans: list[Span] = []
        self._line = 0
        self._open: list[str] = []
        self._counts: dict[str, int] = {}
        self._styles: list[str] = []
        self._links: list[str] = []
        self._lists: list[int | None] = []
        self._item: tuple[str, int | None] | None = None
        self._heading = 0
        self._button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.problems.append(Problem(self.getpos()[0], "image-left-out"))
        if tag in BREAKS:
            self._break(tag)
        if tag in STYLES:
            self._styles.append(STYLES[tag])
        elif found := HEADING.fullmatch(tag):
            self._heading = int(found[1])
        elif tag in {"ol", "ul"}:
            self._lists.append(_start(attributes) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item(attributes)
        elif tag == "table":
            self.problems.append(Problem(self.getpos()[0], "table-as-text"))
        elif tag in {"td", "th"} and self._spans:
            self._spans.append(Span(" | "))
        elif tag == "a":
            self._links.append(attributes.get("href", ""))
            self._button = self._button or bool(BUTTON_CLASS.search(attributes.get("class", "")))
        elif tag == "button":
            self.end_block()
            self._button = True
        if tag not in {"img", "br", "hr", "input", "meta", "link", "wbr", "source", "col"}:
            self._open.append(tag)
            self._counts[tag] = self._counts.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        if not self._counts.get(tag):
            return
        if tag in BREAKS or tag == "button":
            self._break(tag)
        while self._open:
            closed = self._open.pop()
            self._counts[closed] -= 1
            self._close(closed)
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._counts.get("title") and not self._counts.get("svg"):
            self.title += data
        if any(self._counts.get(tag) for tag in LEFT_OUT) or self._counts.get("head"):
            return
        link = self._links[-1] if self._links else ""
        # Word's footnotes point back to their marker with an arrow; the new page makes its own.
        if link.startswith("#") and data.strip() in {"↑", "↩", "^"}:
            return
        if data.strip() and not self._line:
            self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        self._spans.append(Span(data, frozenset(self._styles), "" if link.startswith("#") else link))

    def end_block(self) -> None:
        """Make a block of the spans collected so far, if they hold any word."""
        spans = clean_spans(self._spans)
        if spans:
            block = self._block(spans)
            self.blocks.append(block)
            if self._counts.get("main") or self._counts.get("article"):
                self.in_article.add(id(block))
        self._spans, self._line, self._button = [], 0, False

    def _block(self, spans: tuple[Span, ...]) -> Block:
        line, end = self._line or self.getpos()[0], self.getpos()[0]
        if self._heading:
            return Block("heading", spans, line, end, level=self._heading)
        if self._button:
            return Block("button", spans, line, end)
        if self._item:
            kind, number = self._item
            self._item = None
            if number is not None:
                return Block("number", spans, line, end, number=number, prefix=f"{number}. ")
            return Block("bullet", spans, line, end, prefix="• ") if kind == "ul" else Block("line", spans, line, end)
        if all("bold" in span.styles for span in spans) and len(spans[0].text) < 100:
            plain = tuple(Span(span.text, span.styles - {"bold"}, span.href) for span in spans)
            return with_list_prefix(Block("line", plain, line, end))
        return with_list_prefix(Block("line", spans, line, end))

    def _break(self, tag: str) -> None:
        if tag == "br" and self._heading:
            self._spans.append(Span(" "))
        else:
            self.end_block()

    def _begin_item(self, attributes: dict[str, str]) -> None:
        count = self._lists[-1] if self._lists else None
        if count is None:
            self._item = ("ul", None)
            return
        value = attributes.get("value", "")
        number = int(value) if value.isdecimal() and len(value) < 4 else count
        self._lists[-1] = number + 1
        self._item = ("ol", number)

    def _close(self, tag: str) -> None:
        if tag in STYLES and self._styles:
            self._styles.pop()
        elif HEADING.fullmatch(tag):
            self._heading = 0
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._item = None
        elif tag == "a" and self._links:
            self._links.pop()


def _start(attributes: dict[str, str]) -> int:
    start = attributes.get("start", "")
    return int(start) if start.isdecimal() and len(start) < 4 else 1
