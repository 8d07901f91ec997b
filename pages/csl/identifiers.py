"""Identifiers in one form each, whatever form they were pasted in."""

import re

from .item import Item, text

# A library's proxy puts its own name behind (doi.org.proxy.example), or dashes into the other (doi-org.proxy.example).
_DOI = re.compile(
    r"^(?:doi:?\s*)?(?:https?://(?:[\w-]+\.)*doi[.-]org(?:\.[\w.-]+)?/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE
)
_PMID = re.compile(r"^(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?([1-9]\d{0,8})/?$", re.IGNORECASE)
_PMCID = re.compile(
    r"^(?:https?://(?:www\.ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/|pmcid:?\s*)?(?:pmc)?([1-9]\d{0,8})/?$",
    re.IGNORECASE,
)


def normalise_doi(value: str) -> str | None:
    """Return a DOI in lower case without prefix, None where it is none (DOI Handbook 2.4: case does not count)."""
    match = _DOI.match(value.strip().rstrip(".,;").removesuffix(" [doi]").rstrip(" .,;"))
    return match[1].lower() if match else None


def normalise_pmid(value: str) -> str | None:
    """Return a PubMed id as digits, None where it is none."""
    match = _PMID.match(value.strip())
    return match[1] if match else None


def normalise_pmcid(value: str) -> str | None:
    """Return a PubMed Central id as "PMC" and digits, None where it is none."""
    match = _PMCID.match(value.strip())
    return f"PMC{match[1]}" if match else None


NORMALISERS = {"doi": normalise_doi, "pmid": normalise_pmid, "pmcid": normalise_pmcid}


def read_identifiers(item: Item) -> dict[str, str | None]:
    """Return a record's identifiers under the names of the library's columns: doi, pmid, pmcid."""
    return {name: normalise(text(item, name.upper())) for name, normalise in NORMALISERS.items()}
