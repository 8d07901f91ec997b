"""Reads a file of references whatever its format; what each format looks like lives in the module of its name."""

from collections.abc import Callable, Iterable, Iterator

from ..csl.item import Item
from ..sentences import gettext_noop
from .csl_json import read_csl_json, write_csl_json
from .decode import decode
from .detect import detect
from .line import read_lines
from .medline import read_medline
from .pubmed_xml import read_pubmed_xml
from .reading import Entry, Reading, Unreadable
from .ris import read_ris
from .write_bibtex import write_bibtex
from .write_ris import write_ris


def _read_bibtex(text: str) -> Iterator[Entry]:
    """Load its reader, and with it bibtexparser, when such a file comes: every start of the site would wait for it."""
    from .bibtex import read_bibtex

    return read_bibtex(text)


READERS: dict[str, Callable[[str], Iterator[Entry]]] = {
    "ris": read_ris,
    "bibtex": _read_bibtex,
    "medline": read_medline,
    "pubmed-xml": read_pubmed_xml,
    "csl-json": read_csl_json,
    "line": read_lines,
}
# What people call a format by the ending of its files.
OTHER_NAMES = {"nbib": "medline", "bib": "bibtex", "biblatex": "bibtex", "json": "csl-json", "xml": "pubmed-xml"}
WRITERS: dict[str, Callable[[Iterable[Item]], Iterator[str]]] = {
    "csl-json": write_csl_json,
    "ris": write_ris,
    "bibtex": write_bibtex,
}


def entries(data: bytes | str, format: str = "") -> Iterator[Entry]:
    """Yield a Record or a Rejection for each record of a file, read as `format` or as its content tells.

    Raises Unreadable, at the latest at the end: a file in which nothing at all is found is refused as well.
    """
    text = decode(data) if isinstance(data, bytes) else data
    del data
    found = False
    for entry in READERS[OTHER_NAMES.get(format, format) or detect(text)](text):
        found = True
        yield entry
    if not found:
        raise Unreadable("no-records", gettext_noop("No reference was found in this file."))


def read(data: bytes | str, format: str = "") -> Reading:
    """Return everything that a file holds. Raises Unreadable."""
    return Reading.of(entries(data, format))
