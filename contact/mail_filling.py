"""Filling a mail's text and its HTML from what staff wrote: nothing runs in it and no object is read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from .placeholders import fill, found


@dataclass(frozen=True)
class Link:
    """An address of our own; in HTML it shows its label, in text itself, behind the label where it is one of a list."""

    url: str
    label: str


Value = str | Link | Sequence[Link]
"""What a placeholder stands for."""

_BLOCK = re.compile(r"<(p|h2|li)\b[^>]*>.*?</\1>", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_OPENING = re.compile(r"<(p|h2|ul|ol|a)(?=[\s>])")
# A mail has no stylesheet to load.
_STYLES = {
    "p": "margin:0 0 16px",
    "h2": "margin:0 0 8px;font-size:20px;line-height:1.3",
    "ul": "margin:0 0 16px;padding-left:22px",
    "ol": "margin:0 0 16px;padding-left:22px",
    "a": "color:#14595b",
}
_BUTTON = (
    "display:inline-block;padding:10px 20px;background:#14595b;color:#ffffff;border-radius:6px;text-decoration:none"
)


def fill_text(text: str, values: Mapping[str, Value]) -> str:
    """The text with its placeholders filled in, without the paragraphs whose placeholders all have nothing to say."""
    told = {name: _as_text(value) for name, value in values.items()}
    paragraphs = [part for part in _paragraphs(text) if not _says_nothing(part, told)]
    return "\n\n".join(fill(part, told) for part in paragraphs) + "\n"


def fill_html(html: str, values: Mapping[str, Value]) -> str:
    """Likewise for HTML: every value is escaped, and nothing is filled in within a tag."""
    told = {name: _as_html(value) for name, value in values.items()}
    kept = _BLOCK.sub(lambda match: "" if _says_nothing(_TAG.sub("", match[0]), told) else match[0], html)
    kept = _OPENING.sub(lambda match: f'<{match[1]} style="{_STYLES[match[1]]}"', kept)
    return "".join(piece if piece.startswith("<") else fill(piece, told) for piece in _TAG.split(kept))


def html_of(text: str) -> str:
    """The text as HTML, for a mail that has no other: a paragraph for each, its lines kept."""
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in _paragraphs(text))


def words_of(html: str) -> str:
    """What is read of the HTML: its text without tags."""
    return unescape(_TAG.sub("", html))


def broken_placeholders(html: str) -> list[str]:
    """Those that a tag cuts in two (one half is bold), or that stand in a tag: neither is ever filled in."""
    whole = [name for piece in _TAG.split(html) if not piece.startswith("<") for name in found(piece)]
    cut = [name for name in found(words_of(html)) if name not in whole]
    return cut + [name for piece in _TAG.findall(html) for name in found(unescape(piece))]


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]


def _says_nothing(part: str, told: Mapping[str, str]) -> bool:
    names = [name for name in found(part) if name in told]
    return bool(names) and not any(told[name] for name in names)


def _as_text(value: Value) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Link):
        return value.url
    return "\n".join(f"{link.label}  {link.url}" for link in value)


def _as_html(value: Value) -> str:
    if isinstance(value, str):
        return escape(value.strip()).replace("\n", "<br>")
    if isinstance(value, Link):
        return f'<a href="{escape(value.url)}" style="{_BUTTON}">{escape(value.label)}</a>'
    style = _STYLES["a"]
    return "<br>".join(f'<a href="{escape(link.url)}" style="{style}">{escape(link.label)}</a>' for link in value)
