"""Turns the bytes of a file into text with line feeds at its line ends, or refuses them with a reason.

Reference managers write UTF-8 with and without a mark, UTF-16, and Windows-1252 or Latin-1, and say nowhere which.
"""

import codecs
import re

from ..sentences import gettext_noop
from .reading import MAX_FILE_BYTES, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Office or ZIP"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3\0", "SQLite"),
)
_LINE_END = re.compile("\r\n?")
# Bytes that Windows-1252 leaves without a character.
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")


def check_size(size: int) -> None:
    """Raise Unreadable for a file that is too large, before any of it is read."""
    if size > MAX_FILE_BYTES:
        message = gettext_noop("The file is larger than {limit} MB; split it and import the parts.")
        raise Unreadable("too-large", message, limit=str(MAX_FILE_BYTES // 2**20))


def decode(data: bytes) -> str:
    """Return the text of a file without byte order mark. Raises Unreadable for what is no text, or too large."""
    check_size(len(data))
    for start, kind in _OTHER_FILES:
        if data.startswith(start):
            message = gettext_noop("This is a {kind} file, not a list of references; export it as RIS or BibTeX.")
            raise Unreadable("binary", message, kind=kind)
    text = _LINE_END.sub("\n", _decoded(data)).rstrip("\x1a")
    if "\0" in text or len(_CONTROLS.findall(text[:100_000])) > len(text[:100_000]) // 100:
        raise Unreadable("binary", gettext_noop("This is not a text file."))
    if not text.strip():
        raise Unreadable("empty", gettext_noop("The file is empty."))
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if encoding := _wide(data[:4096]):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")  # a file that was cut inside its last character
    as_utf8 = data.decode("utf-8", errors="replace")
    broken = as_utf8.count("\ufffd")
    if sum(not character.isascii() for character in as_utf8) >= 3 * broken:
        return as_utf8  # UTF-8 with damage: the reader rejects the records that it fell on, and only those
    return data.decode("latin-1" if _NOT_WINDOWS.search(data) else "cp1252")


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: nearly every other byte of Western text is then zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and even <= odd // 8:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) // 4 and odd <= even // 8 else ""
