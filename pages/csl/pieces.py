"""A printed reference as pieces of text, some italic or linked, and its two exits: plain text and escaped HTML."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit


class Piece(NamedTuple):
    """A run of text; `url` makes it a link and `italic` sets it in italics."""

    text: str
    italic: bool = False
    url: str = ""


def as_text(pieces: Iterable[Piece]) -> str:
    """Return the reference as plain text."""
    return "".join([piece.text for piece in pieces])


def as_html(pieces: Iterable[Piece]) -> str:
    """Return the reference as HTML in which every word from outside is escaped."""
    return "".join([_piece_html(piece) for piece in pieces])


def _piece_html(piece: Piece) -> str:
    html = escape(piece.text)
    if piece.italic:
        html = f"<i>{html}</i>"
    if piece.url and is_web_address(piece.url):
        html = f'<a href="{escape(piece.url)}" rel="noopener">{html}</a>'
    return html


def is_web_address(url: str) -> bool:
    """Tell whether a link may be followed: http or https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def sentence(words: str) -> list[Piece]:
    """Return words as a sentence with its stop and a space; nothing for no words."""
    return [Piece(words + stop(words) + " ")] if words else []


def stop(words: str) -> str:
    """Return the full stop that the words still need."""
    return "" if words.endswith((".", "?", "!")) else "."


def trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the space after the last sentence."""
    return [*pieces[:-1], pieces[-1]._replace(text=pieces[-1].text.rstrip())] if pieces else []
