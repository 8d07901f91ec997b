"""The library as it stood at a moment, made out of the states that were recorded; nothing of it is ever saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.utils.timezone import is_naive, make_aware

from .condition import Condition
from .grading import Certainty, Grade, GradeScheme
from .guideline import Guideline, Recommendation
from .reference import Reference
from .row_state import RowState


class PastLibrary:
    """Reads records as they stood at `moment`.

    `gaps` names what cannot be told: records whose states were kept only from a later time on, by their name, with that
    time. `lost` counts sources that are asked for and of which nothing is known.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.gaps: dict[str, datetime] = {}
        self.lost: set[int] = set()

    def read(self, model: type[models.Model], ids: Iterable[Any]) -> dict[int, Any]:
        """Return the records of one table that were there, by id, without what belongs to them."""
        wanted = {pk for pk in ids if pk}
        if not wanted:
            return {}
        return {one.pk: one for one in self._rebuilt(model, RowState.objects.of(model, rows=wanted))}

    def read_parts(self, model: type[models.Model], owners: Iterable[int]) -> dict[int, list[Any]]:
        """Return what was a part of these owners, by the owner, in its order."""
        wanted, parts = set(owners), defaultdict[Any, list[Any]](list)
        if wanted:
            states = RowState.objects.of(model, owners=wanted).standing(self.moment)
            self._note_gaps(model, states)
            for state in states:
                parts[state.owner].append(rebuild(model, state.columns))
        for found in parts.values():
            found.sort(key=lambda part: (getattr(part, "sort_order", None) or 0, part.pk))
        return parts

    def read_linked(self, owner: type[models.Model], name: str, pks: Iterable[int]) -> dict[int, list[Any]]:
        """Return what a many-to-many relation held, by the owner, in the order of the related model."""
        relation: Any = owner._meta.get_field(name)
        to = f"{relation.m2m_reverse_field_name()}_id"
        links = self.read_parts(relation.remote_field.through, pks)
        found = self.read(relation.related_model, {getattr(link, to) for rows in links.values() for link in rows})
        return {
            pk: _in_order(relation.related_model, [found[key] for row in rows if (key := getattr(row, to)) in found])
            for pk, rows in links.items()
        }

    def references(self, ids: Iterable[int]) -> dict[int, Reference]:
        """Return sources by id; those of which nothing is known are counted in `lost`."""
        wanted = set(ids)
        found = self.read(Reference, wanted)
        self.lost |= wanted - found.keys()
        return found

    def schemes(self, ids: Iterable[int]) -> dict[int, GradeScheme]:
        """Return schemes by id, each with its grades and levels."""
        found = self.read(GradeScheme, ids)
        grades, levels = self.read_parts(Grade, found), self.read_parts(Certainty, found)
        sources = self.read(Reference, {scheme.reference_id for scheme in found.values()})
        for pk, scheme in found.items():
            scheme.grades, scheme.certainties = grades.get(pk, []), levels.get(pk, [])
            _point(scheme, "reference", sources)
        return found

    def guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with its rows, its source, its scheme and its successor."""
        found = self.read(Guideline, ids)
        schemes = self.schemes({guideline.scheme_id for guideline in found.values()} - {None})
        sources = self.references({guideline.reference_id for guideline in found.values()})
        successors = self.read(Guideline, {guideline.superseded_by_id for guideline in found.values()})
        rows = self._rows(found)
        for pk, guideline in found.items():
            guideline.recommendations = rows.get(pk, [])
            _point(guideline, "scheme", schemes)
            _point(guideline, "superseded_by", successors)
            if guideline.reference_id in sources:
                guideline.reference = sources[guideline.reference_id]
        return found

    def plain_guidelines(self, ids: Iterable[int]) -> dict[int, Guideline]:
        """Return guidelines by id, each with its source and without rows."""
        found = self.read(Guideline, ids)
        sources = self.references({guideline.reference_id for guideline in found.values()})
        for guideline in found.values():
            if guideline.reference_id in sources:
                guideline.reference = sources[guideline.reference_id]
        return found

    def _rows(self, guidelines: Iterable[int]) -> dict[int, list[Recommendation]]:
        rows = self.read_parts(Recommendation, guidelines)
        every = [row for of_one in rows.values() for row in of_one]
        pks = [row.pk for row in every]
        linked = {name: self.read_linked(Recommendation, name, pks) for name in ("conditions", "further_citations")}
        grades = self.read(Grade, {row.grade_id for row in every})
        levels = self.read(Certainty, {pk for row in every for pk in (row.certainty_from_id, row.certainty_to_id)})
        schemes = self.read(GradeScheme, {grade.scheme_id for grade in grades.values()})
        for grade in grades.values():
            _point(grade, "scheme", schemes)
        for row in every:
            _point(row, "grade", grades)
            _point(row, "certainty_from", levels)
            _point(row, "certainty_to", levels)
            for name, found in linked.items():
                setattr(row, name, found.get(row.pk, []))
        return rows

    def _rebuilt(self, model: type[models.Model], states: Any) -> Iterator[Any]:
        standing = states.standing(self.moment)
        self._note_gaps(model, standing)
        return (rebuild(model, state.columns) for state in standing)

    def _note_gaps(self, model: type[models.Model], states: Iterable[RowState]) -> None:
        for state in states:
            if state.at > self.moment and not model._meta.auto_created:
                self.gaps[str(rebuild(model, state.columns))] = state.at


def rebuild(model: type[models.Model], columns: Any) -> Any:
    """Return an object of what its columns ({name: value}) held; one that the table did not have has its default."""
    fields: Any = model._meta.concrete_fields
    values = [
        _read(field, columns[field.column]) if field.column in columns else field.get_default() for field in fields
    ]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _read(field: Any, value: Any) -> Any:
    read = field.to_python(value) if value is not None else None
    return make_aware(read, UTC) if isinstance(read, datetime) and is_naive(read) else read


def _point(owner: models.Model, name: str, found: Mapping[int, Any]) -> None:
    """Make a foreign key point at what it pointed at then, or at nothing: never at what stands there now."""
    setattr(owner, name, found.get(getattr(owner, f"{name}_id")))


def _in_order(model: type[models.Model], found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda one: one.name) if model is Condition else found
