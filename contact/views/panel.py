"""The dashboard's panel: what waits, each number a way to the list that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from ..models import Enquiry
from ..services.clock import overdue_since
from .listing import COUNTED_TO, told_count


@dataclass(frozen=True)
class Count:
    """One number as it is drawn. `is_bad` where it should be zero and is not."""

    label: str
    count: str
    url: str
    is_bad: bool = False


class EnquiriesPanel(Component):
    """New, overdue, mine, quarantine and mails that were given up; for those who may see enquiries."""

    name = "citewell_contact"
    order = 50
    template_name = "citewell/contact/admin/enquiries_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The counts for who asks. A query for each, none of which reads more than a thousand rows."""
        return {"counts": list(_counts(parent_context["request"].user))}


def _counts(user: Any) -> Any:
    inbox, tab = "citewell_contact_enquiries:index", "citewell_contact_enquiries:tab"
    new = Enquiry.objects.waiting()
    overdue = new.overdue(overdue_since())
    mine = Enquiry.objects.in_inbox().filter(assignee=user)
    held = Enquiry.objects.in_quarantine()
    for label, enquiries, url, is_bad in (
        (_("New"), new, reverse(tab, args=["new"]), False),
        (_("Overdue"), overdue, reverse(inbox) + "?mark=overdue", True),
        (_("Mine"), mine, reverse(tab, args=["mine"]), False),
        (_("In quarantine"), held, reverse("citewell_contact_enquiries:quarantine"), False),
    ):
        count = enquiries.counted_to(COUNTED_TO + 1)
        yield Count(label, told_count(count), url, is_bad and count > 0)
    if user.has_perm("citewell_outbox.view_delivery"):
        outbox: Any = apps.get_app_config("citewell_outbox")
        dead = outbox.given_up()
        try:
            url = reverse("citewell_outbox_deliveries:index") + "?status=dead"
        except NoReverseMatch:
            return
        yield Count(_("Mails given up"), str(dead), url, dead > 0)
