"""Sealing again with the current key what older keys sealed, while the site runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from ..encryption import data_keys, fingerprint, key_of, reseal
from ..models import Enquiry, FigureLabel
from ..models.append_only import AppendOnly, logs_unlocked
from ..models.fields import EncryptedTextField
from .counting import count_arrival_anew, forget_labels
from .indexing import index_enquiries

Model = type[models.Model]


@dataclass
class Rotation:
    """How a rotation went: rows looked at, rows written (or to be written), rows that somebody else changed meanwhile,
    and texts by the fingerprint of their key: those that no key opens, and all that stand in the database now."""

    rows: int = 0
    changed: int = 0
    raced: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class SealedRow:
    """The sealed columns of one row as they are stored."""

    pk: Any
    stored: dict[str, str]

    def stale(self, current: str) -> dict[str, str]:
        """Those that the key of this fingerprint did not seal."""
        return {name: text for name, text in self.stored.items() if text and key_of(text) != current}


def sealed_columns() -> dict[Model, list[str]]:
    """Every model of the project that holds sealed columns, and their names: found by field type, not by a list."""
    found = {
        model: [each.attname for each in model._meta.local_concrete_fields if isinstance(each, EncryptedTextField)]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {model: columns for model, columns in found.items() if columns}


def rotate_keys(
    *, batch: int = 200, dry_run: bool = False, progress: Callable[[Model, int], None] = lambda model, rows: None
) -> Rotation:
    """Seals anew with the current key every text that another key sealed, and returns how it went.

    Each row is written only if it is still as it was read (compare and swap), so that an edit in between wins; such a
    row is left to the next run. It can be stopped at any time and run again: what the current key sealed is only
    read. An enquiry's search tokens and marks are made anew with it, in one transaction. With `dry_run` nothing is
    written.
    `progress` is told each model, and how many of its rows were looked at.
    """
    current = fingerprint(data_keys()[0])
    done = Rotation()
    for model in sealed_columns():
        looked_at = 0
        for rows in _batches(model, batch):
            for row in rows:
                _rotate_row(model, row, current, dry_run, done)
            looked_at += len(rows)
            progress(model, looked_at)
        done.rows += looked_at
    if not dry_run:
        forget_labels(FigureLabel.objects.values_list("pk", flat=True))
    done.left = count_by_key()
    return done


def count_by_key() -> Counter[str]:
    """How many texts each key has sealed, by its fingerprint; "?" stands for what is not in our form."""
    return Counter(
        key_of(text) or "?"
        for model in sealed_columns()
        for rows in _batches(model, 2000)
        for row in rows
        for text in row.stored.values()
        if text
    )


def _rotate_row(model: Model, row: SealedRow, current: str, dry_run: bool, done: Rotation) -> None:
    anew = {}
    for name, text in row.stale(current).items():
        if (sealed := reseal(text)) is None:
            done.unreadable[key_of(text) or "?"] += 1
        else:
            anew[name] = sealed
    if not anew:
        return
    if dry_run or _swap(model, row, anew):
        done.changed += 1
    else:
        done.raced += 1


def _swap(model: Model, row: SealedRow, anew: dict[str, str]) -> bool:
    """Writes the new texts if the row still holds the old ones; an enquiry's tokens and marks go with them."""
    rewriting = logs_unlocked() if issubclass(model, AppendOnly) else transaction.atomic()
    with rewriting:
        same = _raw(model).filter(pk=row.pk, **{f"stored_{name}": row.stored[name] for name in anew})
        values = {name: Value(text, output_field=TextField()) for name, text in anew.items()}
        if not same.update(**values):
            return False
        if model is Enquiry:
            enquiry = Enquiry.objects.get(pk=row.pk)
            index_enquiries(enquiries=[enquiry])
            if not enquiry.is_unreadable:
                count_arrival_anew(enquiry=enquiry)
    return True


def _batches(model: Model, size: int) -> Iterator[list[SealedRow]]:
    """All rows in the order of their key, so that none is missed or read twice while others write."""
    columns = sealed_columns()[model]
    after = None
    while True:
        rows = _raw(model) if after is None else _raw(model).filter(pk__gt=after)
        values = rows.order_by("pk").values_list("pk", *(f"stored_{name}" for name in columns))[:size]
        batch = [SealedRow(pk, dict(zip(columns, stored, strict=True))) for pk, *stored in values]
        if not batch:
            return
        yield batch
        after = batch[-1].pk


def _raw(model: Model) -> Any:
    """The rows with each sealed column as it is stored. No manager's own QuerySet: a log's would refuse to change."""
    rows: Any = models.QuerySet(model=model)
    columns = sealed_columns()[model]
    return rows.annotate(**{f"stored_{name}": Cast(name, TextField()) for name in columns})
