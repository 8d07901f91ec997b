"""Finds the links, pictures and embedded media of a rich text as it is stored, each with the words that readers see."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

PAGE = "page"
DOCUMENT = "document"
IMAGE = "image"
WEB = "web"
PATH = "path"
ANCHOR = "anchor"

_LINK = re.compile(r"<a\b([^<>]*)>(.*?)</a>", re.I | re.S)
_EMBED = re.compile(r"<embed\b([^<>]*)>", re.I)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")


class Link(NamedTuple):
    """Where a link leads: a `target` of a `kind`, which is an id for pages, documents and pictures, else an address."""

    kind: str
    target: str
    words: str = ""


def find_links(stored: str) -> Iterator[Link]:
    """Yield the links of a stored rich text, then its pictures and media. Mail and telephone links are left out."""
    for attributes, inside in _LINK.findall(stored):
        values = _read(attributes)
        words = " ".join(unescape(_TAG.sub("", inside)).split())
        if values.get("linktype") in {PAGE, DOCUMENT} and values.get("id"):
            yield Link(values["linktype"], values["id"], words)
        elif (href := values.get("href", "")) and (kind := kind_of(href)):
            yield Link(kind, href, words)
    for attributes in _EMBED.findall(stored):
        values = _read(attributes)
        if values.get("embedtype") == IMAGE and values.get("id"):
            yield Link(IMAGE, values["id"], values.get("alt", ""))
        elif values.get("embedtype") == "media" and kind_of(values.get("url", "")) == WEB:
            yield Link(WEB, values["url"])


def kind_of(href: str) -> str:
    """Return what kind of address this is: WEB, PATH (of this site) or ANCHOR; '' for all that nobody can open."""
    if re.match("https?://", href, re.I) or href.startswith("//"):
        return WEB
    if href.startswith("/"):
        return PATH
    return ANCHOR if href.startswith("#") and len(href) > 1 else ""


def _read(attributes: str) -> dict[str, str]:
    return {name.lower(): unescape(value).strip() for name, value in _ATTRIBUTE.findall(attributes)}
