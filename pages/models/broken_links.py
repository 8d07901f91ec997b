"""Which links of pages lead nowhere: to what was deleted or is not public, or to an address that no longer answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..links.find_links import Links, find_links
from .base import Page
from .link_check import find_broken_addresses


def find_broken_links(texts: Mapping[int, Iterable[str]]) -> dict[int, list[str]]:
    """Return, by page id, which links in the page's rich texts lead nowhere, in words; an address as it is.

    Pages without a broken link are left out. There are four queries at most, however many pages there are.
    """
    links = {pk: find_links(sources) for pk, sources in texts.items()}
    present = {
        "page": _present(Page.objects.live(), {pk for found in links.values() for pk in found.pages}),
        "document": _present(get_document_model().objects, {pk for found in links.values() for pk in found.documents}),
        "image": _present(get_image_model().objects, {pk for found in links.values() for pk in found.images}),
    }
    every = {address for found in links.values() for address in found.addresses}
    dead = find_broken_addresses(every) if every else set()
    broken = {pk: _broken(found, present, dead) for pk, found in links.items()}
    return {pk: found for pk, found in broken.items() if found}


def _present(rows: Any, ids: set[int]) -> set[int]:
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _broken(found: Links, present: Mapping[str, set[int]], dead: set[str]) -> list[str]:
    missing = [
        *(_("page %(id)s (gone, or not public)") % {"id": pk} for pk in sorted(found.pages - present["page"])),
        *(_("document %(id)s (deleted)") % {"id": pk} for pk in sorted(found.documents - present["document"])),
        *(_("picture %(id)s (deleted)") % {"id": pk} for pk in sorted(found.images - present["image"])),
    ]
    return missing + sorted(found.addresses & dead)
