"""Names as reference files write them, "Family, Given, Suffix", read and written; printing them lives in pages/csl."""

import re

from ..csl.item import Name

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\.?", re.IGNORECASE)
_TRAILING_SUFFIX = re.compile(r"(.+?)[ ,]+((?:Jr|Sr|II|III|IV|2nd|3rd|4th)\.?)")
_FAMILY_AND_INITIALS = re.compile(r"((?:[a-z'’]+ )*[^\W\d_][\w'’‐-]*) ([^\W\d_a-z](?:[-. ]{0,2}[^\W\d_a-z]){0,2}\.?)")
# Two or three capitals behind one word that are no initials: "Cochrane UK".
_NO_INITIALS = frozenset({"UK", "US", "USA", "EU", "UN", "NHS", "WHO", "CDC", "FDA", "NIH"})
_AND_OTHERS = re.compile(r"et\.? al\.?|(?:and )?others\.?", re.IGNORECASE)


def is_and_others(words: str) -> bool:
    """Tell whether this stands where a name stands and only says that there are more."""
    return bool(_AND_OTHERS.fullmatch(words.strip()))


def read_name(words: str) -> Name:
    """Return a name. Without a comma it is an organisation, unless it is one family name and initials.

    "Family, Given, Suffix" is the form of the RIS specification; a comma at the end marks an organisation (EndNote).
    """
    words = words.strip()
    if words.endswith(",") and words.count(",") == 1:
        return {"literal": words[:-1].strip()}
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 1:
        person = _FAMILY_AND_INITIALS.fullmatch(words)
        if person and person[2] not in _NO_INITIALS:
            return {"family": person[1], "given": person[2]}
        return {"literal": words}
    family, given, *rest = parts
    # "King, Jr, Martin" is BibTeX's order, "King, Martin, Jr" that of RIS; the suffix gives itself away.
    if rest and _SUFFIX.fullmatch(given) and not _SUFFIX.fullmatch(rest[0]):
        given, rest = rest[0], [given, *rest[1:]]
    return _name(family, given, ", ".join(filter(None, rest)))


def read_pubmed_name(family: str, given: str, suffix: str = "") -> Name:
    """Return the name of a PubMed record, whose suffix may stand behind the given names."""
    trailing = _TRAILING_SUFFIX.fullmatch(given.strip())
    if trailing and not suffix:
        given, suffix = trailing[1], trailing[2]
    return _name(family, given, suffix)


def write_name(name: Name) -> str:
    """Return "Family, Given, Suffix", and an organisation with the comma that marks it."""
    family = name.get("family") or ""
    if not family:
        return (name.get("literal") or name.get("given") or "") + ","
    parts = [family, name.get("given") or "", name.get("suffix") or ""]
    return ", ".join(parts[: 2 + bool(parts[2])])


def _name(family: str, given: str, suffix: str) -> Name:
    name: Name = {"family": family.strip()}
    if given.strip():
        name["given"] = given.strip()
    if suffix.strip():
        name["suffix"] = suffix.strip()
    return name
