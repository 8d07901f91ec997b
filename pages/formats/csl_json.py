"""Reads and writes CSL-JSON, the library's own form; what a record may hold is decided in pages/csl/clean.py."""

import json
import re
from collections.abc import Iterable, Iterator

from ..csl.item import Item
from ..sentences import gettext_noop
from .reading import MAX_RECORD_CHARACTERS, Entry, Rejection, make_entry, too_big
from .write_bibtex import make_key

_GAP = re.compile(r"[\s,]*")
_LIST_START = re.compile(r'\s*(?:\{\s*"(?:items|references)"\s*:\s*)?\[')
_LIST_END = re.compile(r"\]\s*(?:[,}].*)?\Z", re.DOTALL)
_WRAPPERS = ("items", "references", "message")


def read_csl_json(text: str) -> Iterator[Entry]:
    """Yield a Record or a Rejection for each record of a list, of {"items": [...]}, or of records one after another.

    Records are decoded one by one. Behind a syntax error nothing can be told apart, so that what follows is one
    rejection, which says so.
    """
    start = _LIST_START.match(text)
    position = start.end() if start else 0
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    while (position := _gap_end(text, position)) < len(text):
        line, counted = line + text.count("\n", counted, position), position
        if start and _LIST_END.match(text, position):
            return
        try:
            record, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            message = gettext_noop("From here on the file is no JSON; what follows could not be read.")
            yield Rejection(line, "broken-entry", message)
            return
        yield from _entries(record, line, text[position:end])
        position = end
    if start:
        yield Rejection(line, "cut-off", gettext_noop("The file ends before its list of records does."))


def _entries(record: object, line: int, raw: str) -> Iterator[Entry]:
    """The record, or those that it only wraps, as Crossref's answers do."""
    inner: object = record
    if isinstance(record, dict) and "title" not in record:
        inner = next((record[key] for key in _WRAPPERS if isinstance(record.get(key), list | dict)), record)
    if inner is record:
        yield too_big(line) if len(raw) > MAX_RECORD_CHARACTERS else make_entry(record, line, raw)
    elif isinstance(inner, list):
        for part in inner:
            yield make_entry(part, line, "")
    else:
        yield from _entries(inner, line, raw)


def _gap_end(text: str, position: int) -> int:
    match = _GAP.match(text, position)
    return match.end() if match else position


def write_csl_json(items: Iterable[Item]) -> Iterator[str]:
    """Yield a CSL-JSON list piece by piece; each record gets the `id` that the schema wants, its citation key."""
    taken: dict[str, int] = {}
    before = "[\n"
    for item in items:
        key = make_key(item)
        taken[key] = taken.get(key, 0) + 1
        key += f"-{taken[key]}" if taken[key] > 1 else ""
        yield before + json.dumps({"id": key, **item, **({"id": key})}, ensure_ascii=False, indent=1)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
