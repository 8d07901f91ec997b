"""What stands in the place of a superseded guideline, and where readers find it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import F

from ..csl.pieces import is_web_address
from ..succession import follow_to_end
from .base import Page
from .guideline import Guideline
from .library import PRESENT, Library
from .public_pages import unrestricted
from .reference import Reference


@dataclass(frozen=True)
class Successor:
    """The guideline at the end of the chain; `page` shows it in the reader's language, where there is an open one."""

    guideline: Guideline
    page: Any = None

    @property
    def address(self) -> str:
        """Where it is read: its page, or the publication where there is no page; '' where neither is known."""
        address: str = self.page.get_url() if self.page else ""
        return address or address_of(self.guideline.reference)


def read_successors(guidelines: Iterable[Guideline], library: Library = PRESENT) -> dict[int, Guideline]:
    """Return the end of the chain of those that superseded each, by its id; one that stands is left out.

    There are as many queries as the longest chain has steps, whatever the number of guidelines.
    """
    known = {one.pk: one for one in guidelines}
    starts = list(known)
    while missing := {one.superseded_by_id for one in known.values() if one.superseded_by_id} - known.keys():
        found = library.plain_guidelines(missing)
        if not found:
            break
        known |= found
    chains = {pk: follow_to_end(pk, lambda each: _next(known, each)) for pk in starts}
    return {pk: known[chain[-1]] for pk, chain in chains.items() if chain}


def find_successors(
    guidelines: Iterable[Guideline], *, locale_id: Any, library: Library = PRESENT
) -> dict[int, Successor]:
    """Return the same with the page of each, in one query more."""
    ends = read_successors(guidelines, library)
    pages = _pages({end.pk for end in ends.values()}, locale_id) if ends else {}
    return {pk: Successor(end, pages.get(end.pk)) for pk, end in ends.items()}


def address_of(reference: Reference) -> str:
    """Return where a publication is found: its DOI, PubMed or its own address; '' where none is known."""
    if reference.doi:
        return f"https://doi.org/{quote(reference.doi, safe='/:;()')}"
    if reference.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    url = str((reference.csl or {}).get("URL") or "")
    return url if is_web_address(url) else ""


def _next(known: Mapping[int, Guideline], pk: int) -> int | None:
    step = known[pk].superseded_by_id
    return step if step in known else None


def _pages(guideline_ids: Iterable[int], locale_id: Any) -> dict[int, Any]:
    about = Page.objects.live().filter(citewell_pages_guidelinepage__guideline__in=guideline_ids, locale=locale_id)
    pages = unrestricted(about)
    found = pages.annotate(shown_guideline=F("citewell_pages_guidelinepage__guideline")).order_by("-path")
    return {page.shown_guideline: page for page in found}
