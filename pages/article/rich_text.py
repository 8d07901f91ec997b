"""Writes the paragraphs of an article as stored rich text, its markers as citations of the library's references."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby

from ..citations.markup import Mark, make_mark
from .model import Marker, Paragraph, Run

TAGS = {"bold": "b", "italic": "i", "superscript": "sup", "subscript": "sub"}
LISTS = {"bullet": "ul", "number": "ol"}
SAFE_ADDRESS = re.compile(r"https?://|mailto:|tel:|/(?!/)", re.I)


def to_rich_text(paragraphs: Iterable[Paragraph], ids: Mapping[int, int]) -> str:
    """Return rich text; `ids` has the id of a reference for each number that the paragraphs cite."""
    parts: list[str] = []
    for kind, group in groupby(paragraphs, key=lambda paragraph: paragraph.kind):
        if kind in LISTS:
            items = "".join(f"<li>{_runs(item, ids)}</li>" for item in group)
            parts.append(f"<{LISTS[kind]}>{items}</{LISTS[kind]}>")
        elif kind == "subheading":
            parts += [f"<{_heading(item)}>{_runs(item, ids)}</{_heading(item)}>" for item in group]
        else:
            parts += [f"<p>{_runs(item, ids)}</p>" for item in group]
    return "".join(parts)


def _heading(paragraph: Paragraph) -> str:
    return "h3" if paragraph.level <= 1 else "h4"


def _runs(paragraph: Paragraph, ids: Mapping[int, int]) -> str:
    return "".join(_run(run, ids) for run in paragraph.runs)


def _run(run: Run, ids: Mapping[int, int]) -> str:
    if isinstance(run, Marker):
        return "".join(make_mark(Mark(ids[number])) for number in run.numbers)
    html = escape(run.text, quote=False)
    for style in sorted(run.styles & TAGS.keys()):
        html = f"<{TAGS[style]}>{html}</{TAGS[style]}>"
    if SAFE_ADDRESS.match(run.href):
        html = f'<a href="{escape(run.href)}">{html}</a>'
    return html
