"""Reads a file or pasted text into an Article: picks the format, then structure, markers, claims, agreement."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .claims import read_claims
from .markers import mark
from .model import Article, Citation, Entry, Paragraph, Section
from .problems import NotAnArticle, Problem
from .read_docx import docx_to_html
from .read_html import read_html
from .read_markdown import read_markdown
from .read_text import read_text
from .reference_list import read_entries
from .source import Source
from .structure import Outline, outline, plain_heading

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 5
MOST_CHARACTERS = 1_000_000
MOST_WORDS = 100_000
MOST_PROBLEMS = 200
WORDS_BEFORE = 8
HTML = re.compile(r"\s*(?:<!doctype html|<html|<(?:article|main|body|div|p|h[1-6]|section|header)\b)", re.I)
MARKDOWN = re.compile(r"^#{1,6} \S|^[^\n]+\n=+$|^\[\^\d+\]: ", re.M)
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_article_file(path: Path) -> Article:
    """Return the article of a file; a file that is too big is refused before it is read.

    Raises NotAnArticle with one sentence for whatever cannot be an article.
    """
    try:
        check_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise NotAnArticle("unreadable") from error
    return read_article(data, name=path.name)


def read_article(data: bytes | str, *, name: str = "") -> Article:
    """Return the article of a file's content or of pasted text; `name` may tell its format by its ending.

    Raises NotAnArticle with one sentence for what is empty, too big, binary or no article.
    """
    text, suffix, problems = to_text(data, name=name)
    source = _source(text, suffix)
    words = sum(block.text.count(" ") + 1 for block in source.blocks)
    if words > MOST_WORDS:
        raise NotAnArticle("too-long", count=words)
    return _article(outline(source), [*problems, *source.problems])


def check_size(size: int) -> None:
    """Raise NotAnArticle for a file of so many bytes if that is more than an article can have."""
    if size > MOST_MEGABYTES * MEGABYTE:
        raise NotAnArticle("too-big", limit=MOST_MEGABYTES)


def to_text(data: bytes | str, *, name: str = "") -> tuple[str, str, list[Problem]]:
    """Return the input as text, its format's ending (a Word document becomes ".html") and what was odd about it."""
    suffix = Path(name).suffix.lower()
    problems: list[Problem] = []
    check_size(len(data))
    if not data.strip():
        raise NotAnArticle("empty")
    if isinstance(data, bytes):
        if data.startswith(b"%PDF"):
            raise NotAnArticle("pdf")
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise NotAnArticle("old-word")
        if data.startswith(b"PK\x03\x04") or suffix == ".docx":
            return docx_to_html(data), ".html", problems
        data = _decode(data, problems)
    if CONTROL.search(data):
        raise NotAnArticle("binary")
    data = data.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not data.strip():
        raise NotAnArticle("empty")
    return data, suffix, problems


def _decode(data: bytes, problems: list[Problem]) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16" or CONTROL.search(data[:65536].decode("latin-1")):
            raise NotAnArticle("binary") from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise NotAnArticle("binary") from None
    if sum(character > "\x7f" for character in text) * 5 > len(text):
        raise NotAnArticle("binary")
    problems.append(Problem(1, "encoding-guessed"))
    return text


def _source(text: str, suffix: str) -> Source:
    if suffix in {".html", ".htm"} or (suffix not in {".txt", ".md", ".markdown"} and HTML.match(text)):
        return read_html(text)
    if len(text) > MOST_CHARACTERS:
        raise NotAnArticle("too-long", count=len(text.split()))
    if suffix in {".md", ".markdown"} or (suffix != ".txt" and MARKDOWN.search(text)):
        return read_markdown(text)
    return read_html(text) if HTML.match(text) else read_text(text)


def _article(found: Outline, problems: list[Problem]) -> Article:
    entries, faults = read_entries(found.references) if found.references else ([], [])
    problems = [*problems, *found.problems, *faults]
    numbers = frozenset(entry.number for entry in entries)
    blocks = [block for part in found.parts for block in part.blocks]
    marked = mark(blocks, numbers, is_numbered=bool(found.references and found.references.is_numbered))
    problems += marked.problems
    lead, sections = _divide(found, marked.paragraphs)
    for part in found.parts:
        if part.heading:
            problems += mark([replace(part.heading, kind="heading")], numbers, is_numbered=True).problems
    citations = _citations(marked.paragraphs, entries)
    claims, unread = read_claims(marked.paragraphs)
    problems += [*unread, *_agreement(found, entries, citations, marked.problems)]
    return Article(
        title=found.title,
        lead=lead,
        sections=sections,
        references=tuple(entries),
        citations=tuple(citations),
        claims=tuple(claims),
        call_to_action=found.call_to_action,
        problems=tuple(_shortened(sorted(problems, key=lambda problem: problem.line))),
    )


def _shortened(problems: list[Problem]) -> list[Problem]:
    """The first problems, and how many more there are; what says whether the numbers agree is always among them."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    verdict = [problem for problem in problems[MOST_PROBLEMS:] if problem.code.startswith("numbers-")]
    rest = len(problems) - MOST_PROBLEMS - len(verdict)
    return [*problems[:MOST_PROBLEMS], *verdict, Problem(problems[-1].line, "more-problems", {"count": rest})]


def _divide(found: Outline, paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Section, ...]]:
    """The first paragraph, if no heading comes before it, is the lead; the rest goes into sections."""
    rest = list(paragraphs)
    sections: list[Section] = []
    for part in found.parts:
        own, rest = rest[: len(part.blocks)], rest[len(part.blocks) :]
        heading = plain_heading(part.heading) if part.heading else ""
        line = part.heading.line if part.heading else own[0].line if own else 1
        sections.append(Section(heading, tuple(own), line))
    first, *others = sections
    lead = first.paragraphs[:1] if first.paragraphs and first.paragraphs[0].kind == "paragraph" else ()
    remainder = Section("", first.paragraphs[len(lead) :], first.line)
    return lead, tuple(section for section in (remainder, *others) if section.paragraphs or section.heading)


def _citations(paragraphs: Sequence[Paragraph], entries: Sequence[Entry]) -> list[Citation]:
    index = {entry.number: position for position, entry in reversed(list(enumerate(entries)))}
    citations: list[Citation] = []
    for paragraph in paragraphs:
        text = paragraph.text
        for offset, marker in paragraph.markers:
            after = " ".join(text[max(offset - 400, 0) : offset].split()[-WORDS_BEFORE:])
            citations += [Citation(number, after, paragraph.line, index[number]) for number in marker.numbers]
    return citations


def _agreement(
    found: Outline, entries: Sequence[Entry], citations: Sequence[Citation], marker_problems: Sequence[Problem]
) -> list[Problem]:
    """Compare the markers with the list: each entry cited, each number listed."""
    if not found.references:
        return [Problem(1, "no-references")]
    line = found.references.entries[0][2]
    cited = {citation.number for citation in citations}
    uncited = [
        Problem(entry.line, "entry-without-marker", {"number": entry.number})
        for entry in entries
        if entry.number not in cited
    ]
    is_agreed = not uncited and not any(problem.code == "number-without-entry" for problem in marker_problems)
    shown = ", ".join(str(citation.number) for citation in citations) or "–"
    code = "numbers-agree" if is_agreed else "numbers-differ"
    return [*uncited, Problem(line, code, {"markers": shown, "count": len(entries)})]
