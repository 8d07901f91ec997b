"""The columns of the spreadsheet: their names in files, and how long their cells may be."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column. `most` is the length that the database keeps (0: any); a list is apart by "; "."""

    name: str
    most: int = 0
    is_list: bool = False


COLUMNS = (
    Column("id"),
    Column("population", 300),
    Column("conditions", is_list=True),
    Column("intervention", 300),
    Column("plain_wording"),
    Column("statement"),
    Column("grade"),
    Column("certainty_from"),
    Column("certainty_to"),
    Column("strength", 60),
    Column("direction"),
    Column("regimen", 300),
    Column("time_horizon", 120),
    Column("locator", 60),
    Column("sources", is_list=True),
    Column("pair_note"),
)
NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}
# Without this a row says nothing.
REQUIRED = "population"

_LIST_END = re.compile(r";\s*(?=10\.|https?:|doi|pmid|pmc|$)|;\s+|[\r\n]+", re.IGNORECASE)


def column_name(heading: str) -> str:
    """Return the name that a heading means: "Plain wording " is plain_wording. Anything else comes back as it is."""
    name = re.sub(r"[\s_-]+", "_", heading.strip().lower())
    return name if name in BY_NAME else heading.strip()


def split_list(cell: str) -> list[str]:
    """Return the entries of a cell that lists some. A semicolon inside a DOI parts nothing."""
    return list(dict.fromkeys(filter(None, (entry.strip() for entry in _LIST_END.split(cell)))))


def join_list(entries: list[str]) -> str:
    """Return the cell that lists the entries."""
    return "; ".join(entries)
