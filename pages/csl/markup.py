"""Turns what publishers deposit (JATS, MathML and HTML tags, entities, odd spaces) into plain text."""

import html
import re
import unicodedata
from typing import Any

from .clean import NAMES
from .item import Item

# Tags that deposits really hold. Anything else in angle brackets ("p < 0.05", "<script>") is the author's text.
_NAMES = (
    "i|b|u|em|strong|sub|sup|sc|scp|small|span|tt|p|br|break|title|italic|bold|underline|monospace|roman|overline|"
    "sans-serif|styled-content|named-content|inline-formula|inline-graphic|tex-math|alternatives|xref|ext-link|"
    "math|semantics|mrow|mi|mn|mo|ms|mtext|mspace|mstyle|msub|msup|msubsup|mfrac|msqrt|mover|munder|mfenced|a|"
    "DispFormula|dispformula|font"
)
_TAG = re.compile(rf"</?(?:[a-z][a-z0-9]{{0,6}}:)?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:jats:)?(?:br|break|p)\s*/?>", re.IGNORECASE)
_DROPPED = re.compile(
    r"<(?:[a-z][a-z0-9]{0,6}:)?annotation[^<>]*>[^<]*</(?:[a-z][a-z0-9]{0,6}:)?annotation>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?<=\d)<(?:jats:)?sup>([\d+−-]{1,4})</(?:jats:)?sup>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_MARKED_TITLE = re.compile(
    r"^\s*\[?(?P<word>retracted|withdrawn|removed|temporary removal)(?:\s+(?:article|paper|chapter))?"
    r"(?:\]\s*[:.–—-]?|\s*[:–—])\s*(?=\S)",
    re.IGNORECASE,
)
_PRINTED = (
    *("title", "title-short", "container-title", "container-title-short", "collection-title"),
    *("event-title", "publisher", "publisher-place"),
)
# Far above any title or name; the tags of a longer text would take too long to find.
LONGEST = 10_000
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060\u00ad")


def clean_text(value: object) -> str:
    """Return text without markup, entities, control or direction characters; '' for what is no text.

    "10<sup>3</sup>" becomes "10³", because "103" would be another number; other tags leave their words.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = _strip_tags(html.unescape(str(value)[:LONGEST]))
    # Some publishers escape what is escaped already.
    if _ENTITY.search(text):
        text = _strip_tags(html.unescape(text))
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if _is_kept(c))
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_markup(item: Item) -> Item:
    """Return a clean record with plain text where it is printed: titles, publishers, people. The same one if it has it.

    Reference managers write tags into titles, and publishers entities into the names of journals; our pages print both
    as they stand.
    """
    plain: Item = {field: _plain(item[field]) for field in _PRINTED if isinstance(item.get(field), str)}
    for field in NAMES & item.keys():
        plain[field] = [{part: _plain(words) for part, words in name.items()} for name in item[field]]
    return item if all(item[field] == value for field, value in plain.items()) else {**item, **plain}


def _plain(value: Any) -> Any:
    """What holds nothing but tags stays what it is: a record without a title is none."""
    if not isinstance(value, str) or not (_TAG.search(value) or _ENTITY.search(value)):
        return value
    return clean_text(value) or value


def unmark_title(title: str) -> tuple[str, str]:
    """Take "RETRACTED:" off a title, which some publishers put there and nowhere else: the title, the word or ''."""
    match = _MARKED_TITLE.match(title)
    return (title[match.end() :], match["word"]) if match else (title, "")


def _strip_tags(text: str) -> str:
    text = _RAISED.sub(lambda match: match[1].translate(_SUPERSCRIPT), _DROPPED.sub("", text))
    return _TAG.sub("", _BREAK.sub(" ", text))


def _is_kept(character: str) -> bool:
    """Half a surrogate pair cannot be stored; characters that turn the direction of text hide what it says."""
    return character not in _DIRECTION and unicodedata.category(character) not in {"Cs", "Co"}
