"""Which enquiries somebody is working through: a tab or a search, narrowed down by filters, in an order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..encryption import Unreadable, unseal
from ..keyset import Cursor
from ..models import Enquiry
from ..models.enquiry import EnquiryQuerySet
from ..services.clock import overdue_since
from ..services.colleagues import colleagues, name_of
from ..services.ordering import ORDERINGS, Order, order_of
from ..services.subjects import about, number_of, subject_of, subjects
from .filtering import DaysFilter
from .masked import sees_contact_data

NAMES = ("status", "kind", "condition", "assignee", "mark", "received_from", "received_to", "ordering")
"""What an address says of filters and order; anything else in it is none of ours."""

PLACE = ("after", "before")
"""What it says of the page: kept along the way to an enquiry and back."""

ORDERED_BY = ("created_at", "folder", "assignee")
"""The columns that say where a row stands in any of the orders."""

COUNTED_TO = 999
"""Beyond it a count says "999+": that there are more is all that anybody works with, and it costs the same always."""

Scope = Callable[[Any], EnquiryQuerySet]
TABS: dict[str, tuple[Any, Scope]] = {
    "": (_("Inbox"), lambda user: Enquiry.objects.in_inbox()),
    "mine": (_("Mine"), lambda user: Enquiry.objects.in_inbox().filter(assignee=user)),
    **{
        folder.value: (folder.label, lambda user, folder=folder: Enquiry.objects.filter(folder=folder))  # type: ignore[misc]
        for folder in Enquiry.Folder
        if folder != Enquiry.Folder.ANONYMISED
    },
    "all": (_("All"), lambda user: Enquiry.objects.of_persons()),
}
"""The tabs of the list by their name in the address: words, and which enquiries a user finds there."""


@dataclass(frozen=True)
class Tab:
    """One tab as it is drawn; `count` is in words."""

    label: Any
    url: str
    count: str
    is_current: bool


class EnquiryFilterSet(WagtailFilterSet):
    """What the list can be narrowed down by."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Enquiry.Status.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Enquiry.Kind.choices)
    condition = django_filters.ChoiceFilter(label=_("Condition"), choices=lambda: list(subjects()), method="about")
    assignee = django_filters.ChoiceFilter(
        label=_("Assigned to"), choices=lambda: list(_assignees()), method="assigned_to"
    )
    mark = django_filters.MultipleChoiceFilter(
        label=_("Marks"),
        choices=[("unread", _("Unread")), ("flagged", _("Flagged as possible spam")), ("overdue", _("Overdue"))],
        widget=CheckboxSelectMultiple,
        method="marked",
    )
    received = DaysFilter(label=_("Received"), field_name="created_at")

    class Meta:
        model = Enquiry
        fields = ["status", "kind", "condition", "assignee", "mark", "received"]

    def about(self, enquiries: EnquiryQuerySet, name: str, value: str) -> EnquiryQuerySet:
        """Asking about a condition, or sent from a page about it."""
        return about(enquiries, value)

    def assigned_to(self, enquiries: EnquiryQuerySet, name: str, value: str) -> EnquiryQuerySet:
        """To whoever is asking, to nobody, or to a colleague by number."""
        if value == "nobody":
            return enquiries.filter(assignee__isnull=True)
        return enquiries.filter(assignee=self.request.user if value == "me" else int(value))

    def marked(self, enquiries: EnquiryQuerySet, name: str, value: list[str]) -> EnquiryQuerySet:
        """With all of these marks."""
        if "unread" in value:
            enquiries = enquiries.filter(read_at__isnull=True)
        if "overdue" in value:
            enquiries = enquiries.overdue(overdue_since())
        return enquiries.filter(routing=Enquiry.Routing.FLAGGED) if "flagged" in value else enquiries


class EnquiryList:
    """A list as an address describes it. The list itself, a detail's next and previous, and saved filters share it."""

    def __init__(self, request: HttpRequest, *, tab: str = "", sealed: str = "") -> None:
        self.request = request
        self.tab = tab if tab in TABS else ""
        self.sealed = sealed

    @classmethod
    def behind(cls, request: HttpRequest) -> EnquiryList:
        """The list from which somebody came to a detail, as that detail's address tells."""
        return cls(request, tab=request.GET.get("in", ""), sealed=request.GET.get("found", ""))

    @cached_property
    def words(self) -> str:
        """What was searched for, opened; empty when nothing was, or `Unreadable`."""
        return unseal(self.sealed)

    @cached_property
    def filters(self) -> EnquiryFilterSet:
        """The filters, bound to what the address says."""
        return EnquiryFilterSet(self.request.GET, request=self.request)

    @property
    def ordering(self) -> str:
        """The name of the order, one of ORDERINGS."""
        name = self.request.GET.get("ordering", "")
        return name if name in ORDERINGS else ORDERINGS[0]

    def order(self, place: Cursor | None = None) -> Order:
        """The order, for a page that begins at `place`."""
        return order_of(self.ordering, self.enquiries(), place=place)

    def enquiries(self) -> EnquiryQuerySet:
        """The enquiries of the list, in no order. A search looks everywhere, also among the spam."""
        return self._enquiries

    @cached_property
    def _enquiries(self) -> EnquiryQuerySet:
        if self.sealed and not isinstance(self.words, Unreadable):
            found = Enquiry.objects.of_persons().matching(
                self.words, only_words=not sees_contact_data(self.request.user)
            )
        else:
            found = TABS[self.tab][1](self.request.user)
        # A filter that means nothing any more finds nothing: else the whole list would be handed out, or changed.
        return self.filters.filter_queryset(found) if self.filters.is_valid() else found.none()

    @property
    def query(self) -> QueryDict:
        """Filters and order as the address says them, and nothing else of it."""
        kept = QueryDict(mutable=True)
        for name in NAMES:
            if values := [value for value in self.request.GET.getlist(name) if value]:
                kept.setlist(name, values)
        return kept

    @property
    def query_to_keep(self) -> str:
        """As `query`, in a form that outlives the keys: conditions by number."""
        query = self.query
        if (number := number_of(query.get("condition", ""))) is not None:
            query["condition"] = str(number)
        return query.urlencode()

    @staticmethod
    def query_from_kept(text: str) -> str:
        """What `query_to_keep` kept, as an address says it."""
        query = QueryDict(text, mutable=True)
        if (kept := query.get("condition", "")).isdecimal():
            query["condition"] = subject_of(int(kept))
        return query.urlencode()

    @property
    def query_for_detail(self) -> str:
        """What a detail's address says, so that it knows its neighbours; with its `?`, or empty."""
        query = self.query
        if self.sealed:
            query["found"] = self.sealed
        elif self.tab:
            query["in"] = self.tab
        return _with_mark(query)

    @property
    def query_there_and_back(self) -> str:
        """As `query_for_detail`, with the page that one came from."""
        query = QueryDict(self.query_for_detail.removeprefix("?"), mutable=True)
        query.update(self._place())
        return _with_mark(query)

    @staticmethod
    def query_of(text: str) -> str:
        """As `query_for_detail`, from what a form sent back of it: whatever else it says is left out."""
        sent, kept = QueryDict(text[:2000]), QueryDict(mutable=True)
        for name in (*NAMES, *PLACE, "in", "found"):
            if values := sent.getlist(name):
                kept.setlist(name, values)
        return _with_mark(kept)

    @property
    def url(self) -> str:
        """Where the list is, with its filters."""
        return self.place + _with_mark(self.query)

    @property
    def url_of_page(self) -> str:
        """As `url`, at the page that one came from."""
        query = self.query
        query.update(self._place())
        return self.place + _with_mark(query)

    @property
    def place(self) -> str:
        """Where the list is, without filters."""
        return self._reverse("")

    @property
    def place_of_results(self) -> str:
        """Where its table alone is, without filters."""
        return self._reverse("_results")

    def neighbours(self, enquiry: Enquiry) -> tuple[int | None, int | None]:
        """The numbers of the enquiries before and after this one in the list, wherever it stands; none beside one that
        no section holds."""
        enquiries = self.enquiries().only(*ORDERED_BY)
        order = self.order()
        here = order.cursor(enquiry)
        if here.section not in order.sections:
            return None, None
        before, after = (each.rows(enquiries, most=1, beyond=here) for each in (order.backwards, order))
        return before[0].pk if before else None, after[0].pk if after else None

    def tabs(self) -> Iterator[Tab]:
        """All tabs, with how many enquiries each holds. A query for each, none of which reads more than a thousand."""
        for name, (label, scope) in TABS.items():
            count = told_count(scope(self.request.user).counted_to(COUNTED_TO + 1))
            # The quarantine has a page of its own, which says why each is there.
            own_page = name == Enquiry.Folder.QUARANTINE
            url = reverse("citewell_contact_enquiries:quarantine") if own_page else _reverse_tab(name)
            yield Tab(label, url, count, not self.sealed and name == self.tab)

    def _place(self) -> dict[str, str]:
        return {name: value for name in PLACE if (value := self.request.GET.get(name, ""))}

    def _reverse(self, ending: str) -> str:
        if self.sealed:
            return reverse(f"citewell_contact_enquiries:found{ending}", args=[self.sealed])
        return _reverse_tab(self.tab, ending)


def told_count(count: int) -> str:
    """A count in words: exact as far as it was counted."""
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


def _with_mark(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else ""


def _reverse_tab(name: str, ending: str = "") -> str:
    if not name:
        return reverse("citewell_contact_enquiries:" + ("index_results" if ending else "index"))
    return reverse(f"citewell_contact_enquiries:tab{ending}", args=[name])


def _assignees() -> Iterator[tuple[str, Any]]:
    yield "me", _("Me")
    yield "nobody", _("Nobody")
    for colleague in colleagues():
        yield str(colleague.pk), name_of(colleague)
