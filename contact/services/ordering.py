"""In which order enquiries are gone through: in sections, and within each by arrival.

A section is one value of an indexed column, so that a page is read from an index wherever it stands. Which section
comes first is said here and not by the database: SQLite and PostgreSQL put NULL at different ends, and sort names by
different alphabets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from ..keyset import Cursor
from ..models import Enquiry
from ..models.enquiry import EnquiryQuerySet
from .colleagues import name_of

NOBODY = "nobody"

ORDERINGS = ("-created_at", "created_at", "status", "-status", "assignee", "-assignee")
"""The orders by their names in an address; the first is the usual one."""


@dataclass(frozen=True)
class Order:
    """The names of the sections in their order, which rows a section holds, and in which section a row lies."""

    sections: tuple[str, ...] = ("",)
    rows_of: Callable[[str], Q] = lambda section: Q()
    section_of: Callable[[Enquiry], str] = lambda enquiry: ""
    oldest_first: bool = False

    @property
    def backwards(self) -> Order:
        """The other way round."""
        return replace(self, sections=self.sections[::-1], oldest_first=not self.oldest_first)

    def cursor(self, enquiry: Enquiry) -> Cursor:
        """Where an enquiry stands."""
        return Cursor(enquiry.created_at, enquiry.pk, self.section_of(enquiry))

    def rows(self, enquiries: EnquiryQuerySet, *, most: int, beyond: Cursor | None = None) -> list[Enquiry]:
        """The first of the enquiries, or those beyond a place; not more than `most`.

        One query for each section from there on until there are enough. Raises ValueError for a place in a section that
        is none of this order.
        """
        found: list[Enquiry] = []
        for section, start in self._sections_from(beyond):
            rows = enquiries.filter(self.rows_of(section))
            if start is not None:
                rows = rows.beyond(start, oldest_first=self.oldest_first)
            found += rows.in_order(oldest_first=self.oldest_first)[: most - len(found)]
            if len(found) == most:
                break
        return found

    def _sections_from(self, beyond: Cursor | None) -> Iterator[tuple[str, Cursor | None]]:
        if beyond is None:
            yield from ((section, None) for section in self.sections)
            return
        at = self.sections.index(beyond.section)
        yield beyond.section, beyond
        yield from ((section, None) for section in self.sections[at + 1 :])


def order_of(name: str, enquiries: EnquiryQuerySet, *, place: Cursor | None = None) -> Order:
    """The order of this name (one of ORDERINGS; any other is the usual one) for these enquiries.

    Sections are in the order asked for, newest first within each. `place` is where a page begins: its section is one of
    the order even if nothing lies in it any more.
    """
    column = name.removeprefix("-")
    if column == "status":
        order = Order(
            tuple(Enquiry.Folder.values), lambda section: Q(folder=section), lambda enquiry: str(enquiry.folder)
        )
    elif column == "assignee":
        order = Order(_assignees(enquiries, place), _assigned_to, _assignee_of)
    else:
        return Order(oldest_first=name == "created_at")
    return replace(order, sections=order.sections[::-1]) if name.startswith("-") else order


def _assignees(enquiries: EnquiryQuerySet, place: Cursor | None) -> tuple[str, ...]:
    """Nobody, then those who have some of the enquiries, by name: one query."""
    wanted = Q(Exists(enquiries.order_by().filter(assignee=OuterRef("pk"))))
    if place is not None and place.section not in ("", NOBODY):
        wanted |= Q(pk=place.section)
    users = get_user_model()._default_manager.filter(wanted)
    return (NOBODY, *(str(user.pk) for user in sorted(users, key=lambda user: (name_of(user).casefold(), user.pk))))


def _assigned_to(section: str) -> Q:
    return Q(assignee__isnull=True) if section == NOBODY else Q(assignee=section)


def _assignee_of(enquiry: Enquiry) -> str:
    return NOBODY if enquiry.assignee_id is None else str(enquiry.assignee_id)
