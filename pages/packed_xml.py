"""What a part of a packed file (DOCX, XLSX) would cost to parse, told from its bytes alone; nothing is parsed here."""

from collections.abc import Iterable
from zipfile import ZipFile

# A byte order mark, and white space: what may stand before the first tag.
_BEFORE = b"\xef\xbb\xbf\xff\xfe \t\r\n"


class HasDoctype(ValueError):
    """A part declares a document type, which is there only to declare entities that unpack a second time."""


def count_tags(archive: ZipFile, names: Iterable[str]) -> int:
    """Return how many tags these parts have together, whatever they are called; pictures have none.

    Raises HasDoctype. Twenty million bytes of empty tags fit into thirty thousand, and their parser needs minutes.
    """
    return sum(_count(archive.read(name)) for name in names)


def _count(content: bytes) -> int:
    content = content.replace(b"\x00", b"")  # UTF-16
    if not content.lstrip(_BEFORE).startswith(b"<"):
        return 0
    if b"<!DOCTYPE" in content:
        raise HasDoctype
    return content.count(b"<")
