"""Reads PubMed's answers into CSL-JSON records with their notices; asking is the resolver's.

The shape of `efetch` is that of NLM's DTD (pubmed_250101.dtd, https://dtd.nlm.nih.gov/ncbi/pubmed/), the meaning of
RefType and PublicationType that of NLM's "MEDLINE PubMed XML Element Descriptions".
"""

import json
import re
from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..csl.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from ..csl.item import Date, Item, Name
from ..csl.markup import clean_text, unmark_title
from ..csl.parse_dates import MONTH_NUMBERS
from .answer import CONCERN, CORRECTED, ITSELF, PUBMED, RETRACTED, SUPERSEDED, Garbled, Notice, Record, title_notices

# What was published about this article; the other direction ("RetractionOf") is a notice's own and says nothing of it.
REF_TYPES = {
    "RetractionIn": (RETRACTED, "Retraction"),
    "RetractedandRepublishedIn": (RETRACTED, "Retracted and republished"),
    "PartialRetractionIn": (CONCERN, "Partial retraction"),
    "ExpressionOfConcernIn": (CONCERN, "Expression of concern"),
    "ErratumIn": (CORRECTED, "Erratum"),
    "CorrectedandRepublishedIn": (CORRECTED, "Corrected and republished"),
    "UpdateIn": (SUPERSEDED, "Update"),
    "ReprintIn": (SUPERSEDED, "Reprint"),
    "ReplacedBy": (SUPERSEDED, "Replaced"),
}
NOTICE_TYPES = {"Retraction of Publication", "Expression of Concern", "Published Erratum", "Retraction Notice"}
_DOI_IN_TEXT = re.compile(r"\bdoi:\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_TOO_MANY_TAGS = 200_000


def read_reply(body: bytes) -> dict[str, Record]:
    """Return the records of an efetch reply by PMID; {} where PubMed answers with an empty set.

    Raises Garbled where it is no such XML, or holds entities, which PubMed's never does.
    """
    try:
        root: Element = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Garbled("not XML") from error
    if root.tag != "PubmedArticleSet":
        raise Garbled("no article set")
    if sum(1 for _element in root.iter()) > _TOO_MANY_TAGS:
        raise Garbled("too many elements")
    try:
        records = [
            *map(read_article, root.findall("PubmedArticle")),
            *map(read_book, root.findall("PubmedBookArticle")),
        ]
    except RecursionError as error:
        raise Garbled("nested too deep") from error
    return {str(record.item["PMID"]): record for record in records if "PMID" in record.item}


def read_found_ids(body: bytes) -> list[str]:
    """Return the PMIDs of an esearch reply (retmode=json). Raises Garbled where it is none."""
    try:
        reply = json.loads(body)
        ids = reply["esearchresult"]["idlist"]
        return [pmid for value in ids if (pmid := normalise_pmid(str(value)))]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Garbled("no search result") from error


def read_article(element: Element) -> Record:
    """Return the record of one `PubmedArticle`."""
    citation = _child(element, "MedlineCitation")
    article = _child(citation, "Article")
    issue = _child(article, "Journal/JournalIssue")
    title, mark = unmark_title(read_title(_words(article, "ArticleTitle")))
    full, short = _words(article, "Journal/Title"), _words(citation, "MedlineJournalInfo/MedlineTA")
    iso = _words(article, "Journal/ISOAbbreviation").replace(".", "")
    types = {clean_text(kind.text) for kind in article.findall("PublicationTypeList/PublicationType")}
    preprint = "Preprint" in types
    texts = {
        "title": title or read_title(_words(article, "VernacularTitle")),
        "container-title": short or iso or full,
        "volume": _words(issue, "Volume"),
        "issue": _words(issue, "Issue"),
        "page": _pages(article),
        "genre": "preprint" if preprint else "",
        **_identifiers(citation, _child(element, "PubmedData")),
    }
    item: Item = {"type": "article" if preprint else "article-journal", **{k: v for k, v in texts.items() if v}}
    _put_names(item, "author", article.findall("AuthorList"))
    online, printed = _date(_child(article, "ArticleDate")), _date(_child(issue, "PubDate"))
    if issued := printed or online:
        item["issued"] = issued
    if online:
        item["available-date"] = online
    if _words(element, "PubmedData/PublicationStatus") == "aheadofprint":
        item["status"] = "ahead-of-print"
    names = [name for name in (full, short, iso) if name and name != texts["container-title"]]
    notices = [*_notices(citation, types), *title_notices(mark, PUBMED)]
    return Record(item, tuple(dict.fromkeys(notices)), {"container-title": names} if names else {})


def read_book(element: Element) -> Record:
    """Return the record of one `PubmedBookArticle`: a chapter where it has a title of its own, else the book."""
    document = _child(element, "BookDocument")
    book = _child(document, "Book")
    chapter, book_title = read_title(_words(document, "ArticleTitle")), read_title(_words(book, "BookTitle"))
    accession = _words(document, "ArticleIdList/ArticleId[@IdType='bookaccession']")
    texts = {
        "title": chapter or book_title,
        "container-title": book_title if chapter else "",
        "publisher": _words(book, "Publisher/PublisherName"),
        "publisher-place": _words(book, "Publisher/PublisherLocation"),
        "edition": _words(book, "Edition"),
        "URL": f"https://www.ncbi.nlm.nih.gov/books/{accession}/" if re.fullmatch(r"NBK\d+", accession) else "",
        **_identifiers(document, document),
    }
    item: Item = {"type": "chapter" if chapter else "book", **{key: value for key, value in texts.items() if value}}
    own = document.findall("AuthorList")
    lists = own + book.findall("AuthorList")
    _put_names(item, "author", [people for people in lists if people.get("Type") != "editors"][:1])
    _put_names(item, "editor", [people for people in lists if people.get("Type") == "editors"][:1])
    dates = (_child(document, "ContributionDate"), _child(book, "PubDate"), _child(book, "BeginningDate"))
    if issued := next((date for found in dates if (date := _date(found))), None):
        item["issued"] = issued
    types = {clean_text(kind.text) for kind in document.findall("PublicationType")}
    return Record(item, tuple(_notices(document, types)))


def read_title(words: str) -> str:
    """Return a title without the full stop that PubMed ends it with, and without the brackets of a translated one."""
    words = words.strip()
    if words.startswith("[") and words.rstrip(".").endswith("]"):
        words = words.rstrip(".")[1:-1]
    return words if words.endswith("..") else words.removesuffix(".")


def _notices(citation: Element, types: set[str]) -> Iterator[Notice]:
    listed = []
    for comment in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        kind, label = REF_TYPES.get(comment.get("RefType", ""), ("", ""))
        if kind:
            place = _words(comment, "RefSource")
            match = _DOI_IN_TEXT.search(place)
            doi = normalise_doi(match[1]) if match else None
            listed.append(Notice(kind, label, PUBMED, _day(place), doi or "", _words(comment, "PMID"), place[:120]))
    yield from listed
    if "Retracted Publication" in types and not any(notice.kind == RETRACTED for notice in listed):
        yield Notice(RETRACTED, "Retracted publication", PUBMED)
    for kind in sorted(types & NOTICE_TYPES):
        yield Notice(ITSELF, f"Is itself a notice ({kind})", PUBMED)


def _identifiers(citation: Element, data: Element) -> dict[str, str]:
    """Only the article's own list of ids: each work that it cites has a list of the same name further down."""
    ids = {each.get("IdType"): clean_text(each.text) for each in data.findall("ArticleIdList/ArticleId")}
    located = citation.findall("Article/ELocationID[@EIdType='doi']")
    doi = ids.get("doi") or next((clean_text(each.text) for each in located if each.get("ValidYN") != "N"), "")
    return {
        "DOI": normalise_doi(doi) or "",
        "PMID": normalise_pmid(_words(citation, "PMID")) or "",
        "PMCID": normalise_pmcid(ids.get("pmc", "")) or "",
    }


def _pages(article: Element) -> str:
    """The printed pages in full ("521-46" is 521-546), or the electronic location where the article has none."""
    pages = re.sub(r"\s*[-–—]\s*", "-", _words(article, "Pagination/MedlinePgn"))
    first, last = _words(article, "Pagination/StartPage"), _words(article, "Pagination/EndPage")
    if not pages and first:
        pages = f"{first}-{last}" if last and last != first else first
    if match := re.fullmatch(r"(\D*)(\d+)-(\D*)(\d+)", pages):
        start, end = match[2], match[4]
        end = start[: len(start) - len(end)] + end if len(end) < len(start) else end
        pages = f"{match[1]}{start}-{match[3]}{end}"
    located = [clean_text(each.text) for each in article.findall("ELocationID[@EIdType='pii']")]
    return pages or next((pii for pii in located if re.fullmatch(r"[A-Za-z]?\d{1,10}", pii)), "")


def _put_names(item: Item, key: str, lists: list[Element]) -> None:
    people: list[Name] = []
    for author in [author for found in lists[:1] for author in found.findall("Author") if author.get("ValidYN") != "N"]:
        family = _words(author, "LastName")
        given = _words(author, "ForeName") or _words(author, "Initials")
        suffix, literal = _words(author, "Suffix"), _words(author, "CollectiveName")
        if family:
            name: Name = {"family": family}
            if given:
                name["given"] = given
            if suffix:
                name["suffix"] = suffix
            people.append(name)
        elif literal:
            people.append({"literal": read_title(literal)})
    if people:
        item[key] = people
    if key == "author" and people and lists[0].get("CompleteYN") == "N":
        item["custom"] = {"et-al": True}


def _date(element: Element) -> Date | None:
    year = re.search(r"\b(1[5-9]|2[01])\d\d\b", _words(element, "Year") or _words(element, "MedlineDate"))
    if not year:
        return None
    parts = [int(year[0])]
    month, day = _words(element, "Month").lower(), _words(element, "Day")
    number = int(month) if month.isascii() and month.isdigit() else MONTH_NUMBERS.get(month[:3], 0)
    if 1 <= number <= 12:
        parts.append(number)
        if day.isascii() and day.isdigit() and 1 <= int(day) <= 31:
            parts.append(int(day))
    return {"date-parts": [parts]}


def _day(place: str) -> str:
    """The date of a notice out of its citation: "Lancet. 2010 Feb 6;375(9713):445" gives 2010-02-06."""
    match = re.search(r"\b((?:19|20)\d\d)(?:\s+([A-Z][a-z]{2})(?:\s+(\d{1,2}))?)?(?=[;\s.])", place)
    if not match:
        return ""
    month = MONTH_NUMBERS.get((match[2] or "").lower(), 0)
    parts = [match[1], *([f"{month:02d}", *([f"{int(match[3]):02d}"] if match[3] else [])] if month else [])]
    return "-".join(parts)


def _child(element: Element, path: str) -> Element:
    found = element.find(path)
    return Element("absent") if found is None else found


def _words(element: Element, path: str) -> str:
    """The text at the path with what stands in its inline tags; "10<sup>3</sup>" needs the tag to be read right."""
    found = element.find(path)
    if found is None:
        return ""
    inner = "".join(tostring(child, encoding="unicode") for child in found)
    return clean_text(escape(found.text or "", quote=False) + inner)
