"""Finds what the cells of a spreadsheet name in the library: conditions, grades, levels of certainty and sources."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..csl.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from ..models import Condition, Guideline, Recommendation, Reference
from ..rows.columns import split_list
from ..sentences import Refusal, gettext_noop

LISTS = {"conditions": "conditions", "sources": "further_citations"}
_NUMBER = re.compile(r"#(\d{1,18})$")
_BARE_NUMBER = re.compile(r"\d+")


class NotFound(Refusal):
    """What a cell names is not there, or is not one thing. `text` is a sentence in which `values` stand as {name}."""


class ValueFinder:
    """What a guideline's cells may name, read once, in a number of queries that does not depend on the cells."""

    def __init__(self, guideline: Guideline, sources: Iterable[str]) -> None:
        self._scheme = guideline.scheme
        self._conditions: dict[str, set[int]] = defaultdict(set)
        self._slugs: dict[str, int] = {}
        for condition in Condition.objects.all():
            self._slugs[condition.slug.casefold()] = condition.pk
            for name in (condition.name, *condition.other_names):
                self._conditions[name.strip().casefold()].add(condition.pk)
        self._grades = {}
        self._levels = {}
        if self._scheme:
            grades = list(self._scheme.grades.all())
            self._grades = {grade.meaning.casefold(): grade for grade in grades}
            self._grades |= {grade.code.casefold(): grade for grade in grades}
            self._levels = {level.label.casefold(): level for level in self._scheme.certainties.all()}
        self._sources = _find_sources({entry for cell in sources for entry in split_list(cell)})

    def find(self, column: str, cell: str) -> Any:
        """Return the value of a cell: an object or None, a list of ids, or text. Raises NotFound."""
        if column == "conditions":
            return [self._condition(entry) for entry in split_list(cell)]
        if column == "sources":
            return [self._source(entry) for entry in split_list(cell)]
        if column == "grade":
            return self._of_scheme(
                cell, self._grades, gettext_noop("{scheme} has no grade “{entry}”. It has: {known}.")
            )
        if column in ("certainty_from", "certainty_to"):
            text = gettext_noop("{scheme} has no level of certainty “{entry}”. It has: {known}.")
            return self._of_scheme(cell, self._levels, text)
        if column == "direction":
            return _direction(cell)
        return cell

    def _of_scheme(self, cell: str, known: dict[str, Any], text: str) -> Any:
        if not cell:
            return None
        if self._scheme is None:
            sentence = gettext_noop("The guideline has no grading scheme; choose one before giving grades.")
            raise NotFound("no-scheme", sentence)
        if cell.casefold() not in known:
            names = dict.fromkeys(getattr(entry, "code", None) or entry.label for entry in known.values())
            raise NotFound(
                "not-in-scheme", text, scheme=self._scheme.name, entry=_short(cell), known=", ".join(names) or "–"
            )
        return known[cell.casefold()]

    def _condition(self, entry: str) -> int:
        found = self._conditions.get(entry.casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if entry.casefold() in self._slugs:
            return self._slugs[entry.casefold()]
        if found:
            text = gettext_noop("Several conditions are called “{entry}”; write the short name of the one you mean.")
            raise NotFound("condition-unclear", text, entry=_short(entry))
        text = gettext_noop("There is no condition called “{entry}”. Add it to the library first.")
        raise NotFound("no-condition", text, entry=_short(entry))

    def _source(self, entry: str) -> int:
        found = self._sources.get(entry, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            text = gettext_noop("Several sources are called “{entry}”; write the DOI or PMID of the one you mean.")
            raise NotFound("source-unclear", text, entry=_short(entry))
        text = gettext_noop("“{entry}” is not in the library. Write a DOI, a PMID, or a label such as Treede 2015.")
        raise NotFound("no-source", text, entry=_short(entry))


def _find_sources(entries: set[str]) -> dict[str, set[int]]:
    """The references that each entry names: by identifier, by number in the library, or by label."""
    found: dict[str, set[int]] = {entry: set() for entry in entries}
    for field, normalise in (("pmcid", _pmcid), ("doi", normalise_doi), ("pmid", normalise_pmid)):
        wanted = {entry: value for entry in entries if (value := normalise(entry))}
        known = dict(Reference.objects.filter(**{f"{field}__in": set(wanted.values())}).values_list(field, "pk"))
        for entry, value in wanted.items():
            if value in known:
                found[entry].add(known[value])
    numbered = {entry: int(match[1]) for entry in entries if not found[entry] and (match := _NUMBER.search(entry))}
    present = set(Reference.objects.filter(pk__in=numbered.values()).values_list("pk", flat=True))
    for entry, pk in numbered.items():
        found[entry] |= {pk} & present
    if not all(found.values()):
        labels: dict[str, set[int]] = defaultdict(set)
        for reference in Reference.objects.only("csl").iterator(chunk_size=500):
            labels[reference.label.casefold()].add(reference.pk)
        for entry, references in found.items():
            if not references:
                found[entry] = labels.get(entry.casefold(), set())
    return found


def _pmcid(entry: str) -> str | None:
    """A PMCID; bare digits are a PMID."""
    return None if _BARE_NUMBER.fullmatch(entry) else normalise_pmcid(entry)


def _direction(cell: str) -> str:
    for choice in Recommendation.Direction:
        if cell.casefold() in (choice.value, str(choice.label).casefold()):
            return str(choice.value)
    known = ", ".join(Recommendation.Direction.values)
    raise NotFound(
        "no-direction",
        gettext_noop("“{entry}” is no direction. It is one of: {known}."),
        entry=_short(cell),
        known=known,
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
