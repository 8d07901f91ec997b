"""Pages that begin behind a row instead of at a number, so that the ten thousandth costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import cached_property

from ..keyset import Cursor
from ..models import Enquiry
from ..models.enquiry import EnquiryQuerySet
from ..services.ordering import Order
from .listing import COUNTED_TO


@dataclass(frozen=True)
class KeysetPage:
    """One page, and where the pages beside it begin: empty where there is none."""

    object_list: list[Enquiry]
    previous: str
    next: str

    @property
    def has_other_pages(self) -> bool:
        """Wagtail offers to choose "all in the listing" where this holds. Nobody can look through those."""
        return False


class KeysetPaginator:
    """Stands where Wagtail's views expect Django's paginator; there are no page numbers."""

    def __init__(self, enquiries: EnquiryQuerySet, *, size: int, order: Order) -> None:
        self.enquiries = enquiries
        self.size = size
        self.order = order

    @cached_property
    def count(self) -> int:
        """How many there are, to COUNTED_TO + 1."""
        return self.enquiries.counted_to(COUNTED_TO + 1)

    def get_elided_page_range(self, number: object) -> tuple[int, ...]:
        """No numbers."""
        return ()

    def page(self, *, after: Cursor | None = None, before: Cursor | None = None) -> KeysetPage:
        """The page behind or before a row; the first without either. It reads one row more than is shown.

        Raises ValueError for a place that is none of this order. What stands before a row fills no page when rows came
        in or went meanwhile: then the first page is shown.
        """
        if after is not None:
            rows = self._rows(self.order, after)
            return self._page(rows[: self.size], has_previous=True, has_next=len(rows) > self.size)
        if before is not None:
            rows = self._rows(self.order.backwards, before)
            if len(rows) > self.size:
                return self._page(rows[: self.size][::-1], has_previous=True, has_next=True)
        rows = self._rows(self.order, None)
        return self._page(rows[: self.size], has_previous=False, has_next=len(rows) > self.size)

    def _rows(self, order: Order, beyond: Cursor | None) -> list[Enquiry]:
        return order.rows(self.enquiries, most=self.size + 1, beyond=beyond)

    def _page(self, rows: list[Enquiry], *, has_previous: bool, has_next: bool) -> KeysetPage:
        return KeysetPage(
            rows,
            previous=str(self.order.cursor(rows[0])) if rows and has_previous else "",
            next=str(self.order.cursor(rows[-1])) if rows and has_next else "",
        )
