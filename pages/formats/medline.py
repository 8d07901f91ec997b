"""Reads MEDLINE (.nbib), PubMed's tagged format; PubMed's XML lives in pubmed_xml.py.

The tags are those of https://www.nlm.nih.gov/bsd/mms/medlineelements.html.
"""

import re
from collections.abc import Iterator

from ..csl.item import Item, Name
from ..lookup.pubmed import read_title
from ..sentences import gettext_noop
from .dates import read_pubmed_date
from .names import is_and_others, read_name, read_pubmed_name
from .pubmed import put_journal, put_notices, put_publication_types
from .reading import MAX_RECORD_CHARACTERS, Entry, Rejection, lines_of, make_entry, too_big

Field = tuple[str, str]

_TAG = re.compile(r"([A-Z][A-Z0-9]{0,3}) *-(?: (.*))?", re.DOTALL)
_START = re.compile(r"PMID ?- ?\d")
_NOTICES = {
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "CRI": "CorrectedAndRepublishedIn",
}


def read_medline(text: str) -> Iterator[Entry]:
    """Yield a Record or a Rejection for each record of a MEDLINE text, in their order."""
    for line, lines, size in _chunks(text):
        if size > MAX_RECORD_CHARACTERS:
            yield too_big(line)
        elif not _START.match(lines[0]):
            message = gettext_noop("Here are fields of a record that has no PubMed id (PMID) before them.")
            yield Rejection(line, "no-start", message)
        else:
            yield make_entry(_item(_fields(lines)), line, "\n".join(lines))


def _chunks(text: str) -> Iterator[tuple[int, list[str], int]]:
    """The lines of each record, the number of the first and their length; a PMID begins one, gap before it or not."""
    start, lines, size = 0, list[str](), 0
    for number, line in enumerate(lines_of(text), 1):
        begins = _START.match(line)
        if lines and (begins or (not line.strip() and not _START.match(lines[0]))):
            yield start, lines, size
            lines, size = [], 0
        if begins or (not lines and _TAG.fullmatch(line)):
            start = number
        elif not lines:
            continue
        size += len(line) + 1
        if size <= MAX_RECORD_CHARACTERS:
            lines.append(line.rstrip())
    if lines:
        yield start, lines, size


def _fields(lines: list[str]) -> list[Field]:
    fields: list[Field] = []
    for line in lines:
        match = None if line.startswith("      ") else _TAG.fullmatch(line)
        if match:
            fields.append((match[1], (match[2] or "").strip()))
        elif fields and line.strip():
            tag, words = fields[-1]
            fields[-1] = (tag, f"{words} {line.strip()}".strip())
    return fields


def _item(fields: list[Field]) -> Item:
    tags: dict[str, list[str]] = {}
    for tag, words in fields:
        if words:
            tags.setdefault(tag, []).append(words)

    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    item: Item = {"title": read_title(first("TI", "BTI", "TT")), "author": _people(fields), "editor": _editors(tags)}
    if any(is_and_others(words) for words in tags.get("AU", [])):
        item["custom"] = {"et-al": True}
    item |= {
        "issued": read_pubmed_date(first("DP", "DEP")),
        "volume": first("VI"),
        "issue": first("IP"),
        "page": first("PG"),
        "DOI": _doi(tags),
        "PMID": first("PMID"),
        "PMCID": first("PMC"),
        "ISSN": first("IS").partition(" ")[0],
        "ISBN": first("ISBN").partition(" ")[0],
        "publisher": first("PB"),
        "edition": first("EN"),
        "collection-title": first("CTI"),
        "language": first("LA"),
        "abstract": first("AB"),
        "keyword": ", ".join(tags.get("OT", [])),
    }
    put_journal(item, first("JT"), first("TA"))
    location = re.fullmatch(r"(e\d+)(?: \[pii\])?", first("LID"))
    if location and not item["page"]:
        item["number"] = location[1]
    if "BTI" in tags:
        item["type"] = "chapter" if "TI" in tags else "book"
        if "TI" in tags:
            item["container-title"] = read_title(first("BTI"))
        item["publisher-place"] = first("PL")
    put_publication_types(item, tags.get("PT", []))
    put_notices(item, [_notice(kind, words) for tag, kind in _NOTICES.items() for words in tags.get(tag, [])])
    return {name: value for name, value in item.items() if value}


def _people(fields: list[Field]) -> list[Name]:
    """Full names where they are given (FAU), the short ones (AU) where not; groups (CN) in their place among them."""
    people: list[Name] = []
    full = False
    for tag, words in fields:
        if not words:
            continue
        if tag == "FAU":
            people.append(_full_name(words))
            full = True
        elif tag == "AU":
            if not full and not is_and_others(words):
                people.append(_short_name(words))
            full = False
        elif tag == "CN":
            people.append({"literal": words})
    return people


def _editors(tags: dict[str, list[str]]) -> list[Name]:
    return [_full_name(words) for words in tags.get("FED", [])] or [_short_name(words) for words in tags.get("ED", [])]


def _full_name(words: str) -> Name:
    family, comma, given = words.partition(",")
    return read_pubmed_name(family, given) if comma else read_name(words)


def _short_name(words: str) -> Name:
    """ "Treede RD", "King ML Jr": the last word is the initials, whatever the family name is made of."""
    match = re.fullmatch(r"(.+) ([^\W\d_a-z]{1,4})(?: (\S+))?", words)
    return read_pubmed_name(match[1], match[2], match[3] or "") if match else {"literal": words}


def _doi(tags: dict[str, list[str]]) -> str:
    named = [words for tag in ("LID", "AID") for words in tags.get(tag, []) if words.endswith("[doi]")]
    return named[0].removesuffix("[doi]").strip() if named else ""


def _notice(kind: str, words: str) -> dict[str, str]:
    source, _, pmid = words.partition("PMID:")
    return {"type": kind, "source": source.strip(" ."), **({"pmid": pmid.strip(" .")} if pmid.strip(" .") else {})}
