"""What webhooks tell of an enquiry: that it came, under which receipt, and nothing of what it says."""

from __future__ import annotations

from ..models import Enquiry

ENQUIRY_RECEIVED = "enquiry.received"


def tell_received(enquiry_id: str) -> dict[str, str]:
    """The data of `enquiry.received`. Raises Enquiry.DoesNotExist."""
    return {"receipt": Enquiry.objects.only("receipt").get(pk=enquiry_id).receipt}
