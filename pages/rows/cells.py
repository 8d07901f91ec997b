"""Single cells: what a spreadsheet would run is made plain text, and read back as it was."""

import re

# What spreadsheets take for the start of a formula (OWASP, "CSV injection"), full-width forms included.
_STARTS = "=+\\-@\t\r\n＝＋－＠"
_UNSAFE = re.compile(f"'*[{_STARTS}]")
_GUARDED = re.compile(f"'+[{_STARTS}]")
# XLSX and PostgreSQL hold none of these: control characters, lone surrogates, and what Unicode says is no character.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return the text as a cell keeps it: line ends are line feeds, nothing that is no text, no space around it."""
    return _NO_TEXT.sub("", _LINE_END.sub("\n", text)).strip()


def guard(text: str) -> str:
    """Return the cell to write: an apostrophe goes before what a spreadsheet would run."""
    return f"'{text}" if _UNSAFE.match(text) else text


def unguard(text: str) -> str:
    """Return what was meant by a cell that was read: the apostrophe of `guard`, or a spreadsheet's own, goes."""
    return text[1:] if _GUARDED.match(text) else text
