"""Reads one AMA or Vancouver reference line into a CSL-JSON item; formatting it again lives in ama.py.

Source of the shapes: AMA Manual of Style, 11th edition, chapter 3, and NLM's "Citing Medicine".
Nothing is guessed: what cannot be placed stays in `note`, and a year that is not a year stays as written.
"""

import re
from dataclasses import dataclass, field

from .item import Item
from .parse_dates import DATE_PATTERN, date_variable
from .parse_names import editor_variable, name_list

LIST_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s+")
DOI = re.compile(r"(?:\bdoi:?\s*(?:https?://(?:dx\.)?doi\.org/)?|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/\S+)", re.I)
PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b\.?", re.I)
PMCID = re.compile(r"\b(?:PMCID:?\s*)?(PMC\d{3,9})\b\.?", re.I)
ISBN = re.compile(r"\bISBN:?\s*([\d-]{9,16}[\dXx])\b\.?", re.I)
URL = re.compile(r"(?:\bAvailable (?:at|from):?\s*)?((?:https?://|www\.)\S+)", re.I)
ACCESSED = re.compile(rf"[\[(]?\b(?:Accessed|cited)(?: on)?:?\s+({DATE_PATTERN})[\])]?\.?", re.I)
PUBLISHED = re.compile(rf"\bPublished(?: online)?(?: on)?:?\s+({DATE_PATTERN})\.?", re.I)
MEDIUM = re.compile(r"\s*\[(Internet|Online|CD-ROM|Video)\]", re.I)
NUMBER = re.compile(r"\b((?:Technical )?(?:Report|Publication)) (?:No|Number)\b\.?:?\s*([\w./-]*\w)\.?", re.I)
ASIDE = re.compile(r"(?:\bEpub\b[^.;]*\.?|\[[^\][]*(?:correction|erratum|ahead of print)[^\][]*\]\.?)", re.I)

PAGE = r"[A-Za-z]{0,3}\d(?:[\w.]{0,11}\w)?(?:\s?[-–—‐‑−]\s?\w{1,12})?"
JOURNAL_TAIL = re.compile(
    rf"(?P<date>\b\d{{1,5}}(?:\s+[A-Z][a-z]{{2,8}}\.?(?:\s?[-–/]\s?[A-Z][a-z]{{2,8}}\.?)?(?:\s+\d{{1,2}})?)?)\s?;\s?"
    rf"(?P<volume>(?:[A-Za-z]{{1,4}}\s?)?\d[\w–-]{{0,12}}(?:\s?Suppl\.?(?:\s?\d{{1,3}})?)?)?\s?"
    rf"(?:\((?P<issue>[^()]{{1,40}})\))?\s?"
    rf"(?::\s?(?:pp?\.\s?)?(?P<page>{PAGE}(?:,\s?{PAGE})*))?(?=[.\s]|$)"
)
BOOK_TAIL = re.compile(
    rf"(?P<publisher>[^.;]+(?:\.(?!\s)[^.;]*)*);\s?(?P<date>{DATE_PATTERN}|\d{{1,5}})"
    rf"(?::\s?(?:pp?\.\s?)?(?P<page>{PAGE}(?:,\s?{PAGE})*)|[.,]?\s*pp?\.\s?(?P<pp>{PAGE}))?\s*\.?\s*$"
)
EDITION = re.compile(r"(?:^|(?<=[.,]))\s*(?:(\d{1,2})(?:st|nd|rd|th)|(rev|revised))\.? ed(?:ition|n)?\b\.?", re.I)
IN_BOOK = re.compile(r"(?:(?<=[.?!])|^)\s*\bIn:\s+")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’)]?\s+")
NOT_AN_END = re.compile(r"(?:\b(?:vs|v|e\.g|i\.e|no|st|dr|mr|mrs|prof|ca|cf)|\b[A-Z]\.[A-Z])\.$", re.I)
AUTHOR_DATE = re.compile(r"^[A-Z][\w'’-]+, (?:[A-Z]\.\s?)+[,&(]")
IDENTIFYING = ("author", "container-title", "publisher", "issued", "DOI", "PMID", "URL")
LONGEST_LINE = 2000
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class ParseProblem:
    """One thing the reader of a reference line could not take at face value."""

    code: str
    message: str
    value: str = ""


@dataclass(frozen=True)
class ParsedReference:
    """A reference line as CSL-JSON; `item` is None when the line could not be understood."""

    line: str
    item: Item | None
    problems: list[ParseProblem] = field(default_factory=list)


def parse_reference(line: str) -> ParsedReference:
    """Return the CSL-JSON item of one printed reference, with what was odd about it.

    `item` has `type` and, where printed, `author` [{family, given} | {literal}], `title`, `container-title`,
    `issued` {date-parts} or {literal}, `volume`, `issue`, `page`, `publisher`, `DOI`, `PMID`, `URL`, others;
    "et al." is kept as `custom: {"et-al": true}`. It never raises.
    """
    printed = " ".join(line.split())
    reader = _LineReader(LIST_NUMBER.sub("", printed, count=1))
    # "Smith, J. (2015)" is another style: read by these rules, it would come out plausible and wrong.
    foreign = AUTHOR_DATE.match(reader.rest) or len(reader.rest) > LONGEST_LINE
    item = None if foreign else reader.read()
    if item is None:
        message = "This line could not be understood as a reference; it is kept as printed."
        return ParsedReference(printed, None, [ParseProblem("reference-unparsable", message, printed)])
    problems = []
    written = item.get("issued", {}).get("literal")
    if written:
        message = f"“{written}” is not a year; it is kept as written."
        problems.append(ParseProblem("year-not-a-year", message, written))
    return ParsedReference(printed, item, problems)


class _LineReader:
    """Takes a line apart from its ends inwards: identifiers, date and pages, then names, title, container."""

    def __init__(self, text: str) -> None:
        self.rest = text
        self.item: Item = {}
        self.notes: list[str] = []

    def read(self) -> Item | None:
        if len(LETTER.findall(self.rest)) < 8:
            return None
        self._take_identifiers()
        journal = [found for found in JOURNAL_TAIL.finditer(self.rest) if found["volume"] or found["issue"]]
        if journal:
            read = self._read_article(journal[-1])
        elif self._is_book():
            read = self._read_book()
        else:
            read = self._read_plain()
        if not read or not self.item.get("title"):
            return None
        if len([key for key in IDENTIFYING if self.item.get(key)]) < 2:
            return None
        if notes := " ".join(note for note in self.notes if re.search(r"\w", note)):
            self.item["note"] = notes
        return {"type": self.item.pop("type"), **self.item}

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Cut the first match of `pattern` out of what is left of the line."""
        found = pattern.search(self.rest)
        if found:
            self.rest = " ".join(f"{self.rest[: found.start()]} {self.rest[found.end() :]}".split())
        return found

    def _take_identifiers(self) -> None:
        if found := self._take(DOI):
            self.item["DOI"] = _without_closing_marks(found[1])
        for key, pattern in (("PMID", PMID), ("PMCID", PMCID), ("ISBN", ISBN)):
            if found := self._take(pattern):
                self.item[key] = found[1]
        if found := self._take(ACCESSED):
            self.item["accessed"] = date_variable(found[1])
        if found := self._take(URL):
            self.item["URL"] = _without_closing_marks(found[1])
        if found := self._take(MEDIUM):
            self.item["medium"] = found[1]
        while found := self._take(ASIDE):
            self.notes.append(found[0].strip())

    def _read_article(self, tail: re.Match[str]) -> bool:
        head, after = self.rest[: tail.start()], self.rest[tail.end() :].strip(" .")
        self.item["type"] = "article-journal"
        parts = self._take_authors(_sentences(head))
        self._take_title_and_container(parts)
        self.item["issued"] = date_variable(tail["date"])
        for key in ("volume", "issue"):
            if tail[key]:
                self.item[key] = tail[key].strip()
        if tail["page"]:
            self.item["page"] = _plain_range(tail["page"])
        if after:
            self.notes.append(after)
        return "container-title" in self.item

    def _is_book(self) -> bool:
        return bool(BOOK_TAIL.search(self.rest))

    def _read_book(self) -> bool:
        if number := self._take(NUMBER):
            self.item["number"] = number[0].rstrip(".")
        edition = self._take(EDITION)
        if edition:
            self.item["edition"] = edition[1] or f"{edition[2]} ed"
        tail = BOOK_TAIL.search(self.rest)
        if not tail:
            return False
        place, _, publisher = tail["publisher"].strip().rpartition(": ")
        head = self.rest[: tail.start()]
        if place:
            self.item["publisher-place"] = place.strip()
        self.item["publisher"] = publisher.strip()
        self.item["issued"] = date_variable(tail["date"])
        if page := tail["page"] or tail["pp"]:
            self.item["page"] = _plain_range(page)
        before, after = _split_at(IN_BOOK, head)
        parts = self._take_authors(_sentences(before))
        self.item["title"] = _joined(parts)
        if after:
            self.item["type"] = "chapter"
            editors, book = editor_variable(after)
            if editors:
                self.item["editor"] = editors
            self.item["container-title"] = _trimmed(book)
            return bool(self.item["container-title"])
        self.item["type"] = "report" if self._is_report() else "book"
        return True

    def _is_report(self) -> bool:
        organisations = {name.get("literal", "").casefold() for name in self.item.get("author", [])}
        return "number" in self.item or self.item["publisher"].casefold() in organisations

    def _read_plain(self) -> bool:
        """A web page, or an article of which only the year is printed."""
        published = self._take(PUBLISHED)
        parts = self._take_authors(_sentences(self.rest))
        if published:
            self.item["issued"] = date_variable(published[1])
        elif len(parts) > 1 and re.fullmatch(rf"(?:{DATE_PATTERN}|\d{{3,5}})\.?", parts[-1]):
            self.item["issued"] = date_variable(parts.pop().rstrip("."))
        elif len(parts) > 1 and re.fullmatch(r"(in press|forthcoming|n\.d\.)\.?", parts[-1], re.I):
            self.item["status"] = _trimmed(parts.pop())
        for part in [part for part in parts[1:] if re.match(r"(?:Updated|Reviewed|Modified|Last)\b", part)]:
            self.notes.append(_trimmed(part))
            parts.remove(part)
        if "URL" in self.item:
            self.item["type"] = "webpage"
        elif len(parts) > 1 and any("family" in name for name in self.item.get("author", [])):
            self.item["type"] = "article-journal"
        else:
            return False
        if len(parts) > 1:
            self._take_title_and_container(parts)
        else:
            self.item["title"] = _joined(parts)
        return True

    def _take_authors(self, parts: list[str]) -> list[str]:
        """Fill `author` from the first sentence if it is one, and return the sentences that follow it."""
        if len(parts) < 2:
            return parts
        names, et_al = name_list(parts[0])
        if not names and (len(parts) > 2 or self._has_later_home()) and not parts[0].endswith(("?", "!")):
            names = [{"literal": _trimmed(parts[0])}]
        if not names:
            return parts
        self.item["author"] = names
        if et_al:
            self.item["custom"] = {"et-al": True}
        return parts[1:]

    def _has_later_home(self) -> bool:
        """Whether a publisher or address is already known, so that two sentences are name and title."""
        return "publisher" in self.item or "URL" in self.item

    def _take_title_and_container(self, parts: list[str]) -> None:
        if len(parts) < 2:
            self.item["title"] = _joined(parts)
            return
        start = len(parts) - 1
        # "Reg. Anesth. Pain Med." falls apart into one-word sentences that belong to the journal's name.
        while start > 1 and re.fullmatch(r"[A-Z][a-z]{0,7}\.", parts[start - 1]):
            start -= 1
        self.item["title"] = _joined(parts[:start])
        self.item["container-title"] = _trimmed(" ".join(parts[start:]))


def _sentences(text: str) -> list[str]:
    """Split at sentence ends, but not behind "vs." or inside initials."""
    parts: list[str] = []
    start = 0
    for found in SENTENCE_END.finditer(text):
        if NOT_AN_END.search(text[start : found.start()]):
            continue
        parts.append(text[start : found.end()].strip())
        start = found.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part.strip(" .,;:")]


def _split_at(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _trimmed(text: str) -> str:
    """Without the full stop that only ends the field (AMA 3.9: "?" and "!" belong to the title)."""
    return text.strip().rstrip(",;:").removesuffix(".").strip()


def _joined(parts: list[str]) -> str:
    return _trimmed(" ".join(parts))


def _plain_range(page: str) -> str:
    return re.sub(r"\s?[-–—‐‑−]\s?", "-", page.strip())


def _without_closing_marks(address: str) -> str:
    address = address.rstrip(".,;]>")
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(".,;")
    return address
