"""A person's rights: what we have of them, handing it out, and erasing it. A person is an e-mail address."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.rich_text import get_text_for_indexing

from ..blind_index import blind_tokens
from ..models import AccessLog, Appointment, Enquiry, SearchToken
from ..search_terms import fold_email
from .accessing import log_access, log_each
from .forgetting import delete_enquiries, flush_deleted


def find_person(*, email: str) -> list[Enquiry]:
    """The enquiries that came with this address, oldest first: found by the index, made sure of by opening them.

    Enquiries that are not in the index are opened all. An enquiry whose key is missing cannot be told to be anybody's;
    `Enquiry.objects.without_key()` counts those.
    """
    address = fold_email(email)
    if "@" not in address:
        return []
    tokens = SearchToken.objects.filter(token__in=blind_tokens([f"email:{address}"]))
    persons = Enquiry.objects.of_persons().select_related("consent", "page").order_by("pk")
    likely = persons.filter(pk__in=tokens.values("enquiry_id")) | persons.not_indexed()
    return [enquiry for enquiry in likely if fold_email(enquiry.email) == address]


def export_person(*, email: str, by: Any) -> dict[str, Any]:
    """Everything about a person as one object that JSON can hold, and a line in the access log for each enquiry.

    {address, made_at, enquiries: [{…, consent, events, deliveries, accesses}]}. Staff are not named: a copy of one's
    data does not include who works at the clinic; the admin's access log does.
    """
    with transaction.atomic():
        found = find_person(email=email)
        told = [_told(enquiry) for enquiry in found]
        log_each(actor=by, action=AccessLog.Action.EXPORT_PERSON, enquiry_ids=[enquiry.pk for enquiry in found])
    return {"address": fold_email(email), "made_at": timezone.now().isoformat(), "enquiries": told}


def erase_person(*, email: str, by: Any) -> int:
    """Deletes everything about a person and returns how many enquiries that were.

    What stays are lines of the access log that name the enquiries by number, and say that they were erased.
    """
    with transaction.atomic():
        ids = [enquiry.pk for enquiry in find_person(email=email)]
        delete_enquiries(enquiries=Enquiry.objects.filter(pk__in=ids), by=by, action=AccessLog.Action.ERASE_PERSON)
    flush_deleted()
    return len(ids)


def look_for_person(*, email: str, by: Any) -> list[Enquiry]:
    """As `find_person`, for showing: it is in the access log that somebody looked, and which enquiries were found."""
    with transaction.atomic():
        found = find_person(email=email)
        log_access(actor=by, action=AccessLog.Action.FIND_PERSON, enquiry_ids=[enquiry.pk for enquiry in found])
    return found


def _told(enquiry: Enquiry) -> dict[str, Any]:
    said = {field.name: str(getattr(enquiry, field.attname)) for field in Enquiry.sealed_fields()}
    outbox: Any = apps.get_app_config("citewell_outbox")
    appointments = list(Appointment.objects.filter(enquiry=enquiry))
    return {
        "receipt": enquiry.receipt,
        "received_at": enquiry.created_at.isoformat(),
        "status": enquiry.status,
        "kind": enquiry.kind,
        "preferred_contact": enquiry.preferred_contact,
        "language": enquiry.language,
        "form": enquiry.page.title if enquiry.page else None,
        **said,
        "consent": {"version": enquiry.consent.version, "text": get_text_for_indexing(enquiry.consent.text)},
        "consultations": [
            {
                "begins_at": each.starts_at.isoformat(),
                "minutes": each.minutes,
                "how": each.way,
                "cancelled_at": each.cancelled_at.isoformat() if each.cancelled_at else None,
            }
            for each in appointments
        ],
        "events": [
            {"at": event.at.isoformat(), "what": event.kind, "detail": str(event.detail)}
            for event in enquiry.events.all()
        ],
        "spam_signals": [
            {"at": signal.at.isoformat(), "layer": signal.name, "verdict": signal.verdict, "reason": signal.reason}
            for signal in enquiry.spam_signals.all()
        ],
        "deliveries": [
            {
                "what": delivery.kind,
                "status": delivery.status,
                "created_at": delivery.created_at.isoformat(),
                "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
            }
            for subject in (enquiry, *appointments)
            for delivery in outbox.deliveries_for(subject)
        ],
        "accesses": [
            {"at": line.at.isoformat(), "what": line.action} for line in AccessLog.objects.about([enquiry.pk])
        ],
    }
