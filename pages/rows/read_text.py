"""Reads rows from CSV, from text apart by tabs or semicolons, and from what is pasted out of a spreadsheet."""

import csv
import io
from typing import Literal

from ..formats.decode import decode
from ..formats.reading import Unreadable
from ..sentences import gettext_noop
from .columns import BY_NAME, column_name
from .sheet import MAX_FILE_BYTES, Sheet, UnreadableSheet, read_grid

_DELIMITERS = ("\t", ",", ";")
_REFUSALS = {
    "empty": gettext_noop("There is nothing in it."),
    "binary": gettext_noop("This is neither CSV nor XLSX; save the spreadsheet as one of them."),
}


def read_bytes(data: bytes) -> Sheet:
    """Return the sheet of a CSV file in UTF-8 (with a mark or without), UTF-16, Windows-1252 or Latin-1.

    Raises UnreadableSheet for what is no such file.
    """
    check_size(len(data))
    try:
        return read_text(decode(data))
    except Unreadable as refusal:
        text = _REFUSALS.get(refusal.code, _REFUSALS["binary"])
        raise UnreadableSheet(refusal.code, text) from refusal


def check_size(size: int) -> None:
    """Raise UnreadableSheet for more bytes than a guideline ever has."""
    if size > MAX_FILE_BYTES:
        text = gettext_noop("It is larger than {limit} MB; split it.")
        raise UnreadableSheet("too-large", text, limit=str(MAX_FILE_BYTES // 2**20))


def read_text(text: str) -> Sheet:
    """Return the sheet of CSV text or of pasted cells. Raises UnreadableSheet."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise UnreadableSheet("empty", _REFUSALS["empty"])
    if text.lower().startswith("sep="):  # Excel's own first line
        text = text.partition("\n")[2]
    delimiter = _delimiter(text)
    try:
        return read_grid(_parse_pasted(text) if delimiter == "\t" else _parse(text, delimiter, csv.QUOTE_MINIMAL))
    except csv.Error as error:
        raise UnreadableSheet(
            "not-csv",
            gettext_noop("This is not CSV as spreadsheets write it; a quotation mark may be missing: {error}."),
            error=str(error),
        ) from error


def _parse_pasted(text: str) -> list[tuple[int, list[str]]]:
    """Cells as pasted; those of some spreadsheets have quotation marks that mean nothing but themselves."""
    try:
        return _parse(text, "\t", csv.QUOTE_MINIMAL)
    except csv.Error:
        return _parse(text, "\t", csv.QUOTE_NONE)


def _delimiter(text: str) -> str:
    """What parts the headings into the most columns that we know."""
    start = text[:10_000].lstrip().split("\n")[0]

    def known(delimiter: str) -> int:
        headings = start.split(delimiter)
        return sum(column_name(heading.strip('"')) in BY_NAME for heading in headings)

    return max(_DELIMITERS, key=lambda delimiter: (known(delimiter), start.count(delimiter)))


def _parse(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[tuple[int, list[str]]]:
    """The rows, numbered as a spreadsheet shows them: a cell of many lines is one row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    return list(enumerate(reader, start=1))
