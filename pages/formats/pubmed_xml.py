"""Reads PubMed's XML: a PubmedArticleSet, or its articles alone; the tagged format lives in medline.py.

Each article is cut out of the text and parsed by itself: one that is broken spoils no other, memory does not grow with
the file, and no document type with entities of its own ever reaches the parser.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..csl.item import Date, Item, Name
from ..lookup.pubmed import read_title
from ..sentences import gettext_noop
from .dates import read_pubmed_date
from .names import read_pubmed_name
from .pubmed import put_journal, put_notices, put_publication_types
from .reading import MAX_RECORD_CHARACTERS, Entry, Rejection, make_entry, too_big

_START = re.compile(r"<(PubmedArticle|PubmedBookArticle)(?=[\s>])")


def read_pubmed_xml(text: str) -> Iterator[Entry]:
    """Yield a Record or a Rejection for each article of a PubMed XML text, in their order."""
    line, counted = 1, 0
    for raw, start in _articles(text):
        line, counted = line + text.count("\n", counted, start), start
        if len(raw) > MAX_RECORD_CHARACTERS:
            yield too_big(line)
            continue
        try:
            article = fromstring(raw)
        except (ParseError, DefusedXmlException, ValueError, RecursionError):
            yield Rejection(line, "broken-entry", gettext_noop("The XML of this article is broken or cut off."))
        else:
            read = _book if article.tag == "PubmedBookArticle" else _article
            yield make_entry({name: value for name, value in read(article).items() if value}, line, raw)


def _articles(text: str) -> Iterator[tuple[str, int]]:
    previous: re.Match[str] | None = None
    for match in _START.finditer(text):
        if previous:
            yield _whole(text, previous, match.start())
        previous = match
    if previous:
        yield _whole(text, previous, len(text))


def _whole(text: str, start: re.Match[str], end: int) -> tuple[str, int]:
    closing = f"</{start[1]}>"
    close = text.find(closing, start.start(), end)
    return text[start.start() : close + len(closing) if close >= 0 else end], start.start()


def _words(parent: Element | None, path: str) -> str:
    """The text of the first element on a path, of the italics and sub- and superscripts inside it too."""
    found = None if parent is None else parent.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _article(root: Element) -> Item:
    citation = root.find("MedlineCitation")
    article = None if citation is None else citation.find("Article")
    if citation is None or article is None:
        return {}
    item: Item = {
        "title": read_title(_words(article, "ArticleTitle") or _words(article, "VernacularTitle")),
        "author": _people(article.find("AuthorList")),
        "issued": _date(article.find("Journal/JournalIssue/PubDate")) or _date(article.find("ArticleDate")),
        "volume": _words(article, "Journal/JournalIssue/Volume"),
        "issue": _words(article, "Journal/JournalIssue/Issue"),
        "page": _pages(article),
        "ISSN": _words(article, "Journal/ISSN"),
        "PMID": _words(citation, "PMID"),
        "language": _words(article, "Language"),
        "abstract": _abstract(article.find("Abstract")),
        "keyword": ", ".join(filter(None, ("".join(k.itertext()).strip() for k in citation.iter("Keyword")))),
    }
    short = _words(citation, "MedlineJournalInfo/MedlineTA") or _words(article, "Journal/ISOAbbreviation")
    put_journal(item, _words(article, "Journal/Title"), short)
    if not item["page"] and (location := _location(article, "pii")).startswith("e"):
        item["number"] = location
    item |= _identifiers(root, _location(article, "doi"))
    authors = article.find("AuthorList")
    if authors is not None and authors.get("CompleteYN") == "N":
        item["custom"] = {"et-al": True}
    put_publication_types(item, [k.text for k in article.iterfind("PublicationTypeList/PublicationType") if k.text])
    put_notices(item, _notices(citation))
    return item


def _book(root: Element) -> Item:
    document = root.find("BookDocument")
    if document is None:
        return {}
    book = document.find("Book")
    title, chapter = read_title(_words(book, "BookTitle")), read_title(_words(document, "ArticleTitle"))
    item: Item = {
        "type": "chapter" if chapter else "book",
        "title": chapter or title,
        "container-title": title if chapter else "",
        "author": _people(document.find("AuthorList")) or _people(None if book is None else book.find("AuthorList")),
        "issued": _date(None if book is None else book.find("PubDate")),
        "publisher": _words(book, "Publisher/PublisherName"),
        "publisher-place": _words(book, "Publisher/PublisherLocation"),
        "ISBN": _words(book, "Isbn"),
        "edition": _words(book, "Edition"),
        "PMID": _words(document, "PMID"),
        "abstract": _abstract(document.find("Abstract")),
        "language": _words(document, "Language"),
    }
    kinds = [kind.text for kind in document.iterfind("PublicationType") if kind.text]
    return item | ({"custom": {"publication-types": kinds}} if kinds else {})


def _people(people: Element | None) -> list[Name]:
    names: list[Name] = []
    for person in [] if people is None else people.iterfind("Author"):
        family, group = _words(person, "LastName"), _words(person, "CollectiveName")
        if family:
            given = _words(person, "ForeName") or _words(person, "Initials")
            names.append(read_pubmed_name(family, given, _words(person, "Suffix")))
        elif group:
            names.append({"literal": group})
    return names


def _date(date: Element | None) -> Date:
    parts = (_words(date, path) for path in ("Year", "Season", "Month", "Day"))
    written = _words(date, "MedlineDate") or " ".join(filter(None, parts))
    numbers = re.fullmatch(r"(\d{4}) (\d{1,2})(?: (\d{1,2}))?", written)
    if numbers:
        return {"date-parts": [[int(number) for number in numbers.groups() if number]]}
    return read_pubmed_date(written)


def _pages(article: Element) -> str:
    printed = _words(article, "Pagination/MedlinePgn")
    ends = [_words(article, f"Pagination/{end}Page") for end in ("Start", "End")]
    return printed or "-".join(filter(None, ends))


def _location(article: Element, kind: str) -> str:
    return next((e.text.strip() for e in article.iterfind("ELocationID") if e.get("EIdType") == kind and e.text), "")


def _identifiers(root: Element, doi: str) -> Item:
    found = {e.get("IdType"): (e.text or "").strip() for e in root.iterfind("PubmedData/ArticleIdList/ArticleId")}
    return {"DOI": doi or found.get("doi", ""), "PMCID": found.get("pmc", "")}


def _abstract(abstract: Element | None) -> str:
    parts = []
    for part in [] if abstract is None else abstract.iterfind("AbstractText"):
        label, words = part.get("Label"), " ".join("".join(part.itertext()).split())
        parts.append(f"{label}: {words}" if label else words)
    return "\n".join(filter(None, parts))


def _notices(citation: Element) -> list[dict[str, str]]:
    notices = []
    for notice in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = notice.get("RefType") or ""
        if kind.startswith(("Retraction", "Erratum", "ExpressionOfConcern", "CorrectedandRepublished")):
            words = {"type": kind, "source": _words(notice, "RefSource"), "pmid": _words(notice, "PMID")}
            notices.append({key: value for key, value in words.items() if value})
    return notices
