"""Looking a reference up at Crossref and PubMed, and comparing the library's record with theirs."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from ..lookup.answer import Found, LookUpError, NoIdentifier, NotFound
from ..lookup.compare import Difference, compare
from ..lookup.resolver import Resolver
from ..models import Reference

CROSSREF_URL = "https://api.crossref.org"
PUBMED_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


@dataclass(frozen=True)
class Verification:
    """How the library's record compares with the one found. No difference means that it is verified now."""

    found: Found
    differences: list[Difference]

    @property
    def agrees(self) -> bool:
        """Tell whether the records say the same."""
        return not self.differences


def make_resolver(**overrides: Any) -> Resolver:
    """Return the resolver of this site: CITEWELL_CROSSREF_URL, CITEWELL_PUBMED_URL and CITEWELL_LOOKUP_CONTACT."""
    site: dict[str, Any] = {
        "cache": cache,
        "crossref_url": getattr(settings, "CITEWELL_CROSSREF_URL", CROSSREF_URL),
        "pubmed_url": getattr(settings, "CITEWELL_PUBMED_URL", PUBMED_URL),
        "contact": getattr(settings, "CITEWELL_LOOKUP_CONTACT", ""),
    }
    return Resolver(**{**site, **overrides})


def look_up_reference(*, identifier: str) -> Found:
    """Return the record of a DOI or PubMed id, in any form in which people paste them. Nothing is stored.

    Raises NotAnIdentifier, NotFound or Unavailable; `explain` puts each into a sentence.
    """
    return make_resolver().look_up(identifier)


def verify_reference(*, reference: Reference) -> Verification:
    """Compare the stored record with Crossref's or PubMed's, and note when and against which where they agree.

    A record that no longer agrees loses the note. Raises NoIdentifier, NotFound or Unavailable, and then changes
    nothing.
    """
    found = _find(make_resolver(), reference)
    verification = Verification(found, compare(reference.csl, found.item, found.also))
    reference.verified_at = found.fetched_at if verification.agrees else None
    reference.verified_against = found.source if verification.agrees else ""
    reference.save(update_fields=["verified_at", "verified_against"])
    return verification


def explain(error: LookUpError) -> str:
    """Return why a look-up gave nothing, as one sentence in the reader's language."""
    return _(error.text).format(**error.values)


def _find(resolver: Resolver, reference: Reference) -> Found:
    if not (reference.doi or reference.pmid):
        raise NoIdentifier
    if not reference.doi:
        return resolver.find_pmid(reference.pmid or "")
    try:
        return resolver.find_doi(reference.doi)
    except NotFound:
        if not reference.pmid:
            raise
        return resolver.find_pmid(reference.pmid)
