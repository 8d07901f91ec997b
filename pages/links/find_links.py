"""The links of a rich text as it is stored. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

_LINK = re.compile(r"<a\b([^<>]*)>")
_IMAGE = re.compile(r'<embed\b([^<>]*\bembedtype="image"[^<>]*)>')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
LONGEST_ADDRESS = 2_000


@dataclass
class Links:
    """What texts lead to: pages, documents and images of the site by id, and addresses elsewhere, without fragments."""

    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)


def find_links(texts: Iterable[str]) -> Links:
    """Return what these texts lead to. Links within a page, to mail and to telephones are none of it."""
    links = Links()
    for text in texts:
        for raw in _LINK.findall(text):
            _add_link(links, dict(_ATTRIBUTE.findall(raw)))
        for raw in _IMAGE.findall(text):
            _add(links.images, dict(_ATTRIBUTE.findall(raw)).get("id", ""))
    return links


def _add_link(links: Links, attributes: dict[str, str]) -> None:
    kinds = {"page": links.pages, "document": links.documents}
    kind = attributes.get("linktype", "")
    if kind in kinds:
        _add(kinds[kind], attributes.get("id", ""))
        return
    address = unescape(attributes.get("href", "")).strip().partition("#")[0]
    if address.lower().startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS:
        links.addresses.add(address)


def _add(ids: set[int], text: str) -> None:
    if text.isascii() and text.isdigit() and len(text) < 19:
        ids.add(int(text))
