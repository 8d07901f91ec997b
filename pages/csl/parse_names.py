"""Reads the author and editor lists of a printed reference into CSL names."""

import re
from typing import cast

from .item import Name

PERSON = re.compile(
    r"(?P<family>(?:[^\W\d_][\w'’‐-]*\s){0,3}?[^\W\d_][\w'’‐-]*)\s"
    r"(?P<given>[^\W\d_a-z](?:[-.\s]{0,2}[^\W\d_a-z]){0,3}\.?)"
    r"(?:,?\s(?P<suffix>Jr|Sr|II|III|IV|2nd|3rd)\.?)?"
)
ET_AL = re.compile(r"(?:,|;|\s)?\s*(?:\bet\s+al\b\.?|\band others\b\.?)\s*$", re.I)
EDITORS = re.compile(r"^(?P<names>.{1,400}?),?\s+\(?(?:eds?|editors?)\)?\.\s+", re.I)
BETWEEN_NAMES = re.compile(r"\s*[,;]\s+|\s+(?:and|&)\s+(?=[^\W\d_][\w'’-]*\s[A-Z]{1,3}\b)")
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd)\.?")


def name_list(text: str) -> tuple[list[Name], bool]:
    """Return the CSL names of "Treede R, Rief W, et al." and whether "et al." stood there.

    No names at all when nothing in the text has the shape family + initials: an organisation or a title,
    which only the rest of the line can tell apart. Source: Citing Medicine, appendix on names.
    """
    text = text.strip().rstrip(":;,")
    shortened = ET_AL.sub("", text.rstrip("."))
    et_al = shortened != text.rstrip(".")
    names: list[Name] = []
    persons = 0
    for part in BETWEEN_NAMES.split(shortened.rstrip(".")):
        part = re.sub(r"^(?:and|&)\s+", "", part.strip())
        if names and SUFFIX.fullmatch(part) and "family" in names[-1]:
            names[-1]["suffix"] = part.rstrip(".")
        elif person := PERSON.fullmatch(part):
            persons += 1
            names.append(cast(Name, {key: value for key, value in person.groupdict().items() if value}))
        elif part:
            names.append({"literal": part})
    return (names, et_al) if persons or (et_al and names) else ([], False)


def editor_variable(text: str) -> tuple[list[Name], str]:
    """Split what follows "In:" into the editors' names and the rest, which names the book."""
    found = EDITORS.match(text)
    if not found:
        return [], text
    names, _ = name_list(found["names"])
    return (names, text[found.end() :]) if names else ([], text)
