"""What a report says of where a visitor came from and of what they came for: few words, none of them about a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from ..search_terms import fold

OTHER = "*"
"""Stands for whatever is no word of ours: a report shows that it was said, and never what."""

_LONGEST = 60
_CAMPAIGN = re.compile(r"[\w][\w .+/&-]*", re.ASCII)
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+|localhost")
_PATH = re.compile(r"/(?:[\w~-]+/?)*")


def campaign_of(kept: str) -> str:
    """The source that a campaign's link names (`utm_source`), in small letters; OTHER for what may be anything."""
    source = " ".join(parse_qs(kept).get("utm_source", [""])[0].split()).lower()
    if not source:
        return ""
    return source if len(source) <= _LONGEST and _CAMPAIGN.fullmatch(source) and not _is_personal(source) else OTHER


def host_of(referrer: str) -> str:
    """The site elsewhere that led here, without `www.`; empty where none did, OTHER for an address by number."""
    host = (urlsplit(referrer).hostname or "").removeprefix("www.")
    if not host:
        return ""
    return host if len(host) <= _LONGEST and _HOST.fullmatch(host) and not host[-1].isdigit() else OTHER


def page_of(path: str) -> str:
    """The page of this site that led to the form, as its path; OTHER for a path that no page has."""
    if not path:
        return ""
    return path if len(path) <= 2 * _LONGEST and _PATH.fullmatch(path) else OTHER


def condition_of(said: str, known: Mapping[str, str]) -> str:
    """The clinic's name of a condition; OTHER for what a visitor put in words of their own. `known` is made by
    `names_of`."""
    if not (folded := _folded(said)):
        return ""
    return known.get(folded, OTHER)


def names_of(conditions: Mapping[str, list[str]]) -> dict[str, str]:
    """From every name of the conditions to the one that reports use. `conditions` is {name: other names}."""
    found = {_folded(other): name for name, others in conditions.items() for other in others}
    return found | {_folded(name): name for name in conditions}


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def _is_personal(text: str) -> bool:
    """Whether it holds a number as long as a telephone's: links in mails to single people bear such."""
    return sum(character.isdigit() for character in text) > 6
