"""Keeping what reports count, when it happens: then no report has to open an enquiry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from ..blind_index import sealing_mark
from ..encryption import Unreadable
from ..figures.milestones import Happened, Milestones, milestones, without_time
from ..figures.origins import campaign_of, condition_of, host_of, names_of, page_of
from ..inserting import insert, insert_values
from ..models import ClinicHours, Enquiry, EnquiryEvent, EnquiryFigures, FigureLabel
from ..models.enquiry_figures import MARKED
from ..opening_hours import OpeningHours
from .subjects import site_conditions

_STEPS = tuple(Milestones.__dataclass_fields__)
_TOLD = (EnquiryEvent.Kind.STATUS, EnquiryEvent.Kind.ROUTING, EnquiryEvent.Kind.REPLY)


def count_arrivals(*, enquiries: Sequence[Enquiry], known: dict[str, str]) -> None:
    """Writes what new enquiries add to the reports, in the caller's transaction and the same number of queries always.

    `known` is what `known_conditions` found.
    """
    marks = _marks(enquiries, known)
    rows = [(enquiry.pk, *map(marked.get, MARKED)) for enquiry, marked in zip(enquiries, marks, strict=True)]
    insert_values(EnquiryFigures, ("enquiry", *MARKED), rows)


def count_arrival_anew(*, enquiry: Enquiry, known: dict[str, str] | None = None) -> None:
    """Writes the same of one that may have been counted before; `known` for who has it."""
    (marked,) = _marks([enquiry], known_conditions() if known is None else known)
    _write(enquiry, MARKED, marked)


def count_progress(*, enquiry: Enquiry, hours: OpeningHours | None = None) -> None:
    """Writes how far the enquiry came by its events, in the caller's transaction. Reads only those that tell it.

    How long the first answer took is reckoned once, by the hours that are in force when it is given; with `hours` it is
    reckoned anew by those.
    """
    events = enquiry.events.filter(kind__in=_TOLD).order_by("pk")
    reached = milestones(_happened(events))
    waited = _waited(enquiry, reached.answered_at, hours)
    _write(enquiry, (*_STEPS, "waited"), vars(reached) | {"waited": waited})


def count_all(*, batch: int = 500) -> int:
    """Counts every enquiry anew, by the names of conditions and the hours as they are; returns how many there are."""
    known, hours = known_conditions(), ClinicHours.load().opening_hours()
    after = done = 0
    while True:
        rows = list(Enquiry.objects.of_persons().filter(pk__gt=after).order_by("pk")[:batch])
        if not rows:
            forget_labels(FigureLabel.objects.values_list("pk", flat=True))
            return done
        for enquiry in rows:
            if not enquiry.is_unreadable:
                count_arrival_anew(enquiry=enquiry, known=known)
            count_progress(enquiry=enquiry, hours=hours)
        done, after = done + len(rows), rows[-1].pk


def forget_figures(*, enquiry: Enquiry, day: datetime) -> None:
    """Leaves of an anonymised enquiry which steps it reached, as of its day: neither when, nor for what or whence."""
    figures = EnquiryFigures.objects.filter(enquiry=enquiry).first()
    if figures is not None:
        reached = Milestones(**{step: getattr(figures, step) for step in _STEPS})
        kept = vars(without_time(reached, day))
        EnquiryFigures.objects.filter(enquiry=enquiry).update(**kept, **dict.fromkeys(MARKED), waited=None)


def marks_of(enquiry_ids: Sequence[int]) -> set[int]:
    """The marks that these enquiries bear."""
    rows = EnquiryFigures.objects.filter(enquiry__in=enquiry_ids).values_list(*MARKED)
    return {mark for row in rows for mark in row if mark is not None}


def forget_labels(marks: Iterable[int]) -> None:
    """Deletes the words of those marks that no enquiry bears any more."""
    FigureLabel.objects.filter(pk__in=marks).unused().delete()


def known_conditions() -> dict[str, str]:
    """From each name of the site's conditions to the one in use."""
    return names_of({each.name: each.other_names for each in site_conditions()})


def _waited(enquiry: Enquiry, answered_at: datetime | None, hours: OpeningHours | None) -> timedelta | None:
    if answered_at is None:
        return None
    if hours is None:
        kept = EnquiryFigures.objects.filter(enquiry=enquiry, answered_at=answered_at, waited__isnull=False)
        if (figures := kept.first()) is not None:
            return figures.waited
        hours = ClinicHours.load().opening_hours()
    return hours.elapsed(enquiry.created_at, answered_at)


def _marks(enquiries: Sequence[Enquiry], known: dict[str, str]) -> list[dict[str, int | None]]:
    """The marks of each, whose words are stored with them."""
    labels: dict[int, str] = {}
    found = []
    for enquiry in enquiries:
        words = {
            "condition": condition_of(enquiry.condition, known),
            "campaign": campaign_of(enquiry.campaign),
            "referrer": host_of(enquiry.referrer),
            "source_page": page_of(enquiry.source_path),
        }
        marks = {column: sealing_mark(f"{column}:{said}") if said else None for column, said in words.items()}
        labels |= {mark: words[column] for column, mark in marks.items() if mark is not None}
        found.append(marks)
    # In one order everywhere: two that store the same new words wait for one another, never in a circle.
    insert([FigureLabel(mark=mark, words=words) for mark, words in sorted(labels.items())], known_stay=True)
    return found


def _write(enquiry: Enquiry, columns: Sequence[str], values: dict[str, Any]) -> None:
    EnquiryFigures.objects.bulk_create(
        [EnquiryFigures(enquiry=enquiry, **values)],
        update_conflicts=True,
        unique_fields=["enquiry"],
        update_fields=columns,
    )


def _happened(events: Iterable[EnquiryEvent]) -> Iterator[Happened]:
    for event in events:
        if event.kind == EnquiryEvent.Kind.REPLY:
            yield Happened("reply", event.at)
        elif not isinstance(event.detail, Unreadable):
            old, _to, new = event.detail.partition("\n")[0].partition(" > ")
            yield Happened(event.kind, event.at, old, new)
