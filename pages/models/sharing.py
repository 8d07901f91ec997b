"""What a page shows of itself elsewhere: its description, its picture, its language, and itself in other languages."""

from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import to_locale

from .public_pages import unrestricted

DESCRIPTION_LENGTH = 160
# The size that Open Graph's readers ask for.
PICTURE = "fill-1200x630"


@dataclass(frozen=True)
class Picture:
    """A picture with an absolute address, for cards and search results."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Translation:
    """A page in one language, `code` as hreflang wants it (BCP 47)."""

    code: str
    url: str


def describe(page: Any) -> str:
    """Return the page's own description, its summary, or the start of its lead, as plain text."""
    text = getattr(page, "search_description", "") or getattr(page, "summary", "")
    if not text:
        text = unescape(strip_tags(getattr(page, "lead", "") or ""))
    text = text.strip()
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    # Cut behind a whole word, unless one word is all there is.
    return f"{text[: DESCRIPTION_LENGTH - 1].rsplit(maxsplit=1)[0].rstrip(' ,;:')}…"


def find_picture(page: Any) -> Picture | None:
    """Return the page's own picture, or the first in its text; None where it has none or its file is gone."""
    image = getattr(page, "image", None) or next(_pictures(getattr(page, "body", None)), None)
    address = page.full_url
    if image is None or not address:
        return None
    try:
        made = image.get_rendition(PICTURE)
    except OSError:  # SourceImageIOError is one: the row is there, the file is not
        return None
    alt = getattr(image, "contextual_alt_text", None) or image.default_alt_text
    return Picture(urljoin(address, made.url), made.width, made.height, alt)


def name_locale(language: str, default: str | None = None) -> str:
    """Return a language as Open Graph writes it: "de-ch" as "de_CH".

    Open Graph wants a territory. Where the language has none, that of the installation's own language stands in if
    they are the same; else '': a guess would be wrong for somebody.
    """
    for code in (language, default if default is not None else settings.LANGUAGE_CODE):
        locale = to_locale(code)
        if "_" in locale and locale.split("_")[0] == language.lower().split("-")[0]:
            return locale
    return ""


def find_translations(page: Any) -> list[Translation]:
    """Return the live public page in every language, its own among them; [] where there is only one.

    A page that stands in for a translation that is still missing (an alias) is in another language than it says, so it
    is not named.
    """
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not page.pk or page.alias_of_id:
        return []
    pages = unrestricted(page.get_translations(inclusive=True).live()).filter(alias_of__isnull=True)
    found = [Translation(one.locale.language_code, one.full_url) for one in pages.select_related("locale")]
    named = sorted((one for one in found if one.url), key=lambda one: one.code)
    # Where the addresses bear no language, two pages share one, and a reader would get the same page at both.
    distinct = len({one.url for one in named}) == len(named)
    return named if len(named) > 1 and distinct else []


def _pictures(stream: Any) -> Any:
    for child in stream or ():
        if child.block_type == "figure" and child.value.get("image"):
            yield child.value["image"]
