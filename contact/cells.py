"""Tables for spreadsheets, written piece by piece so that the longest takes no more memory than a short one. Pure."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_CELL = 32_767
"""Characters: what Excel holds in one cell. What is longer is cut, with an ellipsis at its end."""

# What spreadsheets take for the start of a formula (OWASP, "CSV injection"), full-width forms included.
_RUNS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
# XML holds none of these: control characters, lone surrogates, and what Unicode says is no character.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Rows = Iterable[Sequence[str]]

_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
_SHEET_BEGINS = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_SHEET_ENDS = "</sheetData></worksheet>"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def guard(text: str) -> str:
    """The cell to write: an apostrophe goes before what a spreadsheet would run, and what no cell holds goes."""
    text = _NO_TEXT.sub("", text)
    if len(text) > LONGEST_CELL - 1:
        text = text[: LONGEST_CELL - 2] + "…"
    return f"'{text}" if _RUNS.match(text) else text


def csv_pieces(batches: Iterable[Rows]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 with the mark that Excel asks for), one piece for each batch of rows."""
    mark = "\ufeff"
    for rows in batches:
        written = io.StringIO(newline="")
        csv.writer(written).writerows([guard(cell) for cell in row] for row in rows)
        yield (mark + written.getvalue()).encode()
        mark = ""


def xlsx_pieces(batches: Iterable[Rows]) -> Iterator[bytes]:
    """A workbook of one sheet with texts in its cells, in pieces. Nothing is kept in memory or in a file."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as workbook:
        for name, part in _PARTS.items():
            workbook.writestr(name, _XML + part)
        with workbook.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_XML + _SHEET_BEGINS).encode())
            for rows in batches:
                sheet.write("".join(map(_xml_row, rows)).encode())
                if piece := sink.take():
                    yield piece
            sheet.write(_SHEET_ENDS.encode())
    yield sink.take()


def _xml_row(row: Sequence[str]) -> str:
    cells = (f'<c t="inlineStr"><is><t xml:space="preserve">{escape(guard(cell))}</t></is></c>' for cell in row)
    return f"<row>{''.join(cells)}</row>"


class _Sink:
    """Where the archive is written to; cannot be sought in, so that each part is described behind its bytes."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
