"""How a visitor came: the page before, the campaign, the language. Never a fault: what is odd is dropped."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.utils.translation import get_language_info

from .text import UnusableTextError, check_storable, one_line

CAMPAIGN_NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
LONGEST_ADDRESS = 500
_LONGEST_CAMPAIGN_VALUE = 100
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")


def clean_source_path(value: str) -> str:
    """A path on this site as it is kept, without its query; empty for anything that is none."""
    path = value.partition("?")[0].partition("#")[0]
    own = path.startswith("/") and not path.startswith("//") and "\\" not in path
    if not own or len(path) > LONGEST_ADDRESS or not path.isprintable():
        return ""
    return path


def clean_referrer(value: str) -> str:
    """The page elsewhere that led here, without its query, which may tell what was searched for; else empty."""
    try:
        parts = urlsplit(value.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    # Built from the host: a name and password before it are nobody's business.
    port = parts.netloc.rpartition(":")[2] if parts.netloc.rpartition("@")[2].count(":") == 1 else ""
    address = f"{parts.scheme}://{host}{':' + port if port.isdecimal() else ''}{parts.path or '/'}"
    return address if len(address) <= LONGEST_ADDRESS and address.isprintable() else ""


def clean_campaign(query: str) -> str:
    """The campaign's own five parameters out of a query string, tidied; empty when there are none."""
    kept: dict[str, str] = {}
    try:
        pairs = parse_qsl(query.lstrip("?"), max_num_fields=50)
    except ValueError:
        return ""
    for name, value in pairs:
        try:
            check_storable(value)
        except UnusableTextError:
            continue
        if name in CAMPAIGN_NAMES and (value := one_line(value)[:_LONGEST_CAMPAIGN_VALUE]):
            kept.setdefault(name, value)
    return urlencode(kept)


def read_campaign(kept: str) -> list[tuple[str, str]]:
    """The parameters that `clean_campaign` kept, by name."""
    return parse_qsl(kept)


def first_language(accepted: str) -> str:
    """The first tag of an Accept-Language header (or a tag by itself), such as `es-MX`; empty when it is none.

    The order is the header's: browsers put the preferred one first, and a weight that says otherwise is not written
    by any of them.
    """
    tag = accepted.partition(",")[0].partition(";")[0].strip()
    return tag if _LANGUAGE_TAG.fullmatch(tag) else ""


def language_name(tag: str) -> str:
    """A language as staff call it, its tag behind: `Mexican Spanish (es-MX)`; the tag alone where nobody knows it."""
    try:
        return f"{get_language_info(tag.lower())['name_translated']} ({tag})"
    except KeyError:
        return tag
