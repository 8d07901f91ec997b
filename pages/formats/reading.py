"""What every reader of a reference file returns, the limits all of them keep, and why a file can be refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..csl.clean import NotARecord, clean
from ..csl.item import Item
from ..sentences import Refusal, gettext_noop

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_RECORD_CHARACTERS = 1024 * 1024


class Unreadable(Refusal):
    """A file that is refused as a whole. `text` is one sentence in which `values` stand as {name}."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was understood: CSL-JSON, the line it starts on, and the text it was made from."""

    item: Item
    line: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that was not understood. `text` is a sentence in which `values` stand as {name}."""

    line: int
    code: str
    text: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English. To translate it, translate `text` first."""
        return self.text.format(**self.values)


Entry = Record | Rejection


@dataclass(frozen=True)
class Reading:
    """All of a file: every record found is in one of the two lists."""

    records: list[Record]
    rejected: list[Rejection]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Reading":
        """Collect what a reader yields."""
        records: list[Record] = []
        rejected: list[Rejection] = []
        for entry in entries:
            if isinstance(entry, Record):
                records.append(entry)
            else:
                rejected.append(entry)
        return cls(records, rejected)

    @property
    def found(self) -> int:
        """How many records the file holds."""
        return len(self.records) + len(self.rejected)

    def __iter__(self) -> Iterator[Entry]:
        both: list[Entry] = [*self.records, *self.rejected]
        return iter(sorted(both, key=lambda entry: entry.line))


def make_entry(item: object, line: int, raw: str) -> Entry:
    """Return the record in its clean form, or the reason why it is none."""
    try:
        return Record(clean(item), line, raw)
    except NotARecord as error:
        return Rejection(line, error.code, error.text, error.values)


def too_big(line: int) -> Rejection:
    """Return the rejection of a record that is longer than any real one."""
    return Rejection(line, "too-big", gettext_noop("This record is longer than 1 MB, so it was not read."))


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text that ends its lines with a line feed, one at a time."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    if start < len(text):
        yield text[start:]
