"""Puts what a file of references holds into the library; the list of an article is import_references.py."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.models import Revision
from wagtail.search.backends import get_search_backends

from ..csl.compare import Difference, differences
from ..csl.identifiers import read_identifiers
from ..csl.item import Item, truncated
from ..csl.labels import label
from ..csl.markup import without_markup
from ..formats.pubmed import read_status
from ..formats.reading import Entry, Record, Rejection
from ..models import Reference
from .identities import Disagreement, Identities
from .references import save_reference

CHUNK = 500
# How many new and known records an outcome names; it counts all, and names every one that differs or was rejected.
MOST_NAMED = 100


class LibraryChanged(Exception):
    """Somebody else stored one of the sources while the import ran; nothing of it was written."""


@dataclass(frozen=True, slots=True)
class Known:
    """A record that says nothing new. `reference` is None where it only repeats a record of the same file."""

    record: Record
    reference: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Differing:
    """A record of a source that the library has, with the fields in which the two differ."""

    record: Record
    reference: int
    label: str
    fields: list[Difference]


@dataclass
class ImportPlan:
    """What would become of each record; the four lists add up to what the file holds."""

    new: list[Record] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records there are."""
        return len(self.new) + len(self.known) + len(self.differing) + len(self.rejected)


@dataclass
class Outcome:
    """What became of a whole file, or would: counts of all, and names of those that somebody may want to look at."""

    new: int = 0
    known: int = 0
    updated: int = 0
    differing: list[Differing] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    new_named: list[Record] = field(default_factory=list)
    known_named: list[Known] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records there are; every one is in exactly one of the four counts."""
        return self.new + self.known + len(self.differing) + len(self.rejected)

    @property
    def counts(self) -> dict[str, int]:
        """All of them by name: `records`, and the four that it is the sum of."""
        return {
            "records": self.records,
            "new": self.new,
            "known": self.known,
            "differing": len(self.differing),
            "rejected": len(self.rejected),
        }

    def add(self, plan: ImportPlan) -> None:
        """Count what a part of the file came to."""
        self.new += len(plan.new)
        self.known += len(plan.known)
        self.differing += plan.differing
        self.rejected += plan.rejected
        self.new_named += plan.new[: MOST_NAMED - len(self.new_named)]
        self.known_named += plan.known[: MOST_NAMED - len(self.known_named)]


def plan_import(entries: Iterable[Entry], *, identities: Identities | None = None) -> ImportPlan:
    """Return what would become of each record of a reading, without writing.

    `identities` is the library as it would be by then; a new record is put into it, so that its like further on in the
    file is known. The number of queries does not grow with the number of records.
    """
    identities = identities or Identities.of_library()
    plan = ImportPlan()
    matched: list[tuple[Record, Item, int]] = []
    for entry in entries:
        if isinstance(entry, Rejection):
            plan.rejected.append(entry)
            continue
        written, entry = entry.item, replace(entry, item=without_markup(entry.item))
        try:
            source = identities.find(written)
            if source is None and entry.item is not written:
                source = identities.find(entry.item)
        except Disagreement as disagreement:
            plan.rejected.append(_disagreement(entry, disagreement))
            continue
        if source is None:
            identities.add(entry.item)
            plan.new.append(entry)
        elif source < 0:
            plan.known.append(Known(entry, None, label(entry.item)))
        else:
            # What else identifies the record, does so from here on for the rest of the file as well.
            identities.add(entry.item, source)
            matched.append((entry, written, source))
    ours = dict(Reference.objects.filter(pk__in={pk for _record, _written, pk in matched}).values_list("pk", "csl"))
    for record, written, pk in matched:
        # Where the library itself has the markup, from before, the same file says nothing new.
        if differences(ours[pk], written) and (fields := differences(ours[pk], record.item)):
            plan.differing.append(Differing(record, pk, label(ours[pk]), fields))
        else:
            plan.known.append(Known(record, pk, label(ours[pk])))
    return plan


@transaction.atomic
def apply_import(plan: ImportPlan, *, user: Any = None, update: bool | Collection[int] = False) -> int:
    """Store what is new, and with `update` what differs; return how many were updated.

    `update` may also name the references, by primary key, for which the file is to win. All or nothing.
    Raises LibraryChanged where a source was stored by somebody else since the plan was made.
    """
    try:
        _create(plan.new, user=user)
    except IntegrityError as error:
        raise LibraryChanged from error
    wanted = [one for one in plan.differing if update is True or (update and one.reference in update)]
    references = Reference.objects.in_bulk({differing.reference for differing in wanted})
    for differing in wanted:
        reference = references[differing.reference]
        csl = _merged(reference.csl, differing)
        save_reference(csl=csl, reference=reference, user=user)
    return len(wanted)


def import_records(
    entries: Iterable[Entry], *, user: Any = None, update: bool | Collection[int] = False, dry_run: bool = False
) -> Outcome:
    """Store a file's records part by part in one transaction, so that memory does not grow with the file.

    Whatever `entries` raises half-way undoes all of it. Raises LibraryChanged too.
    """
    outcome = Outcome()
    if dry_run:
        for _ in _plans(entries, outcome):
            pass
        return outcome
    with transaction.atomic():
        for plan in _plans(entries, outcome):
            outcome.updated += apply_import(plan, user=user, update=update)
    return outcome


def _plans(entries: Iterable[Entry], outcome: Outcome) -> Iterator[ImportPlan]:
    identities = Identities.of_library()
    rest = iter(entries)
    while part := list(islice(rest, CHUNK)):
        plan = plan_import(part, identities=identities)
        outcome.add(plan)
        yield plan


def _disagreement(record: Record, disagreement: Disagreement) -> Rejection:
    stored = Reference.objects.in_bulk([disagreement.first, disagreement.second])
    labels = [
        reference.label if (reference := stored.get(pk)) else "…" for pk in (disagreement.first, disagreement.second)
    ]
    message = gettext_noop("Its identifiers belong to two sources, {first} and {second}; merge those first.")
    return Rejection(record.line, "identifiers-disagree", message, {"first": labels[0], "second": labels[1]})


def _merged(ours: Item, differing: Differing) -> Item:
    """Our record with what theirs says otherwise or more."""
    theirs = differing.record.item
    changed = {difference.field: theirs[difference.field] for difference in differing.fields}
    csl = {**ours, **changed}
    if "author" in changed:
        custom = {key: value for key, value in (ours.get("custom") or {}).items() if key != "et-al"}
        csl["custom"] = custom | ({"et-al": True} if truncated(theirs) else {})
        if not csl["custom"]:
            del csl["custom"]
    return csl


def _create(records: list[Record], *, user: Any) -> None:
    """What save_reference does, for many at once: row, first revision, search entry, in as many queries as for one."""
    if not records:
        return
    rows = [_make_row(record) for record in records]
    pks = [reference.pk for reference in Reference.objects.bulk_create(rows)]
    references = list(Reference.objects.filter(pk__in=pks))
    content_type = ContentType.objects.get_for_model(Reference)
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(reference.pk),
            object_str=str(reference),
            content=reference.serializable_data(),
            created_at=now,
            user=user,
        )
        for reference in references
    )
    for reference, revision in zip(references, revisions, strict=True):
        reference.latest_revision = revision
    Reference.objects.bulk_update(references, ["latest_revision"], batch_size=CHUNK)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Reference, references)


def _make_row(record: Record) -> Reference:
    """A row with what the file itself says of the source's standing; nobody was asked yet, so it is not checked."""
    status, source = read_status(record.item)
    identifiers = read_identifiers(record.item)
    return Reference(csl=record.item, as_supplied=record.raw, status=status, status_source=source[:200], **identifiers)
