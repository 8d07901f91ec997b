"""Which source of the library an identifier or a fingerprint belongs to, for many records at once; it only reads."""

from collections.abc import Sequence
from typing import NamedTuple

from ..csl.fingerprint import fingerprint, fingerprint_of, first_author
from ..csl.identifiers import read_identifiers
from ..csl.item import Item
from ..models import Reference

NAMES = ("doi", "pmid", "pmcid")


class Disagreement(Exception):
    """The identifiers of one record belong to two sources, `first` and `second`."""

    def __init__(self, first: int, second: int) -> None:
        self.first, self.second = first, second
        super().__init__(first, second)


class _Known(NamedTuple):
    """The identifiers of a source, in the order of NAMES."""

    identifiers: tuple[str | None, ...]

    def contradicts(self, identifiers: Sequence[str | None]) -> bool:
        """Whether both have an identifier of one kind and it is not the same."""
        return any(a != b for a, b in zip(self.identifiers, identifiers, strict=True) if a and b)


class Identities:
    """The library as an index in memory. A source is known by its primary key; one not stored yet by a negative number.

    Two sources are the same if they share an identifier. Where none decides, they are probably the same if title, year
    and first author are (csl/fingerprint.py) and no identifier speaks against it.
    """

    def __init__(self) -> None:
        self._by_identifier: list[dict[str, int]] = [{} for _ in NAMES]
        self._by_fingerprint: dict[int, tuple[int, ...]] = {}
        self._known: dict[int, _Known] = {}
        self._last = 0

    @classmethod
    def of_library(cls) -> "Identities":
        """Return the index of every stored reference, in one query."""
        identities = cls()
        columns = ("pk", *NAMES, "title", "year", "csl__author__0")
        for pk, *identifiers, title, year, author in Reference.objects.values_list(*columns).iterator(chunk_size=2000):
            identities._put(pk, tuple(identifiers), fingerprint_of(title, year, first_author({"author": [author]})))
        return identities

    def find(self, item: Item) -> int | None:
        """Return the source that a record is, None for a new one. Raises Disagreement."""
        found = read_identifiers(item)
        identifiers = tuple(found[name] for name in NAMES)
        owners = [
            owner
            for known, value in zip(self._by_identifier, identifiers, strict=True)
            if value and (owner := known.get(value)) is not None
        ]
        if len(set(owners)) > 1:
            raise Disagreement(owners[0], next(owner for owner in owners if owner != owners[0]))
        if owners:
            return owners[0]
        candidates = self._by_fingerprint.get(hash(fingerprint(item)), ())
        return next((pk for pk in candidates if not self._known[pk].contradicts(identifiers)), None)

    def add(self, item: Item, source: int | None = None) -> int:
        """Let a record stand for `source`, or for a new one; return the source's number."""
        if source is None:
            self._last -= 1
            source = self._last
        found = read_identifiers(item)
        self._put(source, tuple(found[name] for name in NAMES), fingerprint(item))
        return source

    def _put(self, source: int, identifiers: tuple[str | None, ...], print_: str) -> None:
        for known, value in zip(self._by_identifier, identifiers, strict=True):
            if value:
                known.setdefault(value, source)
        self._known.setdefault(source, _Known(identifiers))
        if print_:
            same = self._by_fingerprint.get(hash(print_), ())
            if source not in same:
                self._by_fingerprint[hash(print_)] = (*same, source)
