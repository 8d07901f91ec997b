"""Tells by its content which format a text is in; the name of a file says nothing."""

import re

from ..sentences import gettext_noop
from .reading import Unreadable

# What a line of each format begins with; the one that comes first in the text decides.
_STARTS = {
    "ris": re.compile(r"^[ \t]*TY {1,2}-(?: |$)", re.MULTILINE),
    "bibtex": re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE),
    "medline": re.compile(r"^PMID ?- ?\d", re.MULTILINE),
    "enw": re.compile(r"^%0 \w", re.MULTILINE),
    "wos": re.compile(r"^(?:FN .*\nVR |PT [JBCSP]\n)", re.MULTILINE),
}
_RIS_WITHOUT_START = re.compile(r"^(?:A1|AU|TI|T1|JO|JF|PY|DO)  - ", re.MULTILINE)
_UNKNOWN = gettext_noop("This is {kind}, which cannot be read; export the references as RIS, BibTeX or CSL-JSON.")


def detect(text: str) -> str:
    """Return "ris", "bibtex", "medline", "pubmed-xml", "csl-json", or "line" for anything else that is text.

    Raises Unreadable for the formats that are known and not read.
    """
    start = text.lstrip("\ufeff \t\n")[:1]
    if start in ("[", "{") and re.match(r"\s*(?:\[\s*[{\]]|\{\s*[\"}])", text):
        return "csl-json"
    if start == "<" and re.match(r"\s*<[?!A-Za-z]", text):
        return _markup(text)
    found = [(match.start(), kind) for kind, pattern in _STARTS.items() if (match := pattern.search(text))]
    kind = min(found)[1] if found else ""
    if kind == "enw":
        raise Unreadable("unknown-format", _UNKNOWN, kind="an EndNote tagged file (.enw)")
    if kind == "wos":
        raise Unreadable("unknown-format", _UNKNOWN, kind="Web of Science plain text")
    return kind or ("ris" if _RIS_WITHOUT_START.search(text) else "line")


def _markup(text: str) -> str:
    if re.search(r"<Pubmed(?:Book)?Article[\s>]", text):
        return "pubmed-xml"
    kind = "XML without any PubMed article"
    if re.search(r"<html|<!doctype html|<body", text[:5000], re.IGNORECASE):
        kind = "a web page"
    elif "<record>" in text and "<ref-type" in text:
        kind = "EndNote XML"
    raise Unreadable("unknown-format", _UNKNOWN, kind=kind)
