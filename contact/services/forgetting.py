"""Taking enquiries away, whole or but for their counts, with everything that points at them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ..models import AccessLog, Appointment, Enquiry, EnquiryEvent, SpamLesson, SpamTrace
from ..models.append_only import logs_unlocked
from ..models.enquiry import EnquiryQuerySet
from ..receipts import new_receipt
from .accessing import log_each
from .counting import forget_figures, forget_labels, marks_of

_MOMENT = 300
"""Milliseconds."""


def delete_enquiries(*, enquiries: EnquiryQuerySet, by: Any, action: str = AccessLog.Action.DELETE) -> int:
    """Deletes enquiries with events, tokens, signals and deliveries; returns how many there were.

    The lines of the access log stay, and one more for each says who deleted it: they name the enquiry by its number.
    """
    _overwrite_what_is_deleted()
    with logs_unlocked():
        found = list(enquiries.select_for_update().values_list("pk", flat=True))
        _forget_elsewhere(found)
        marks = marks_of(found)
        Enquiry.objects.filter(pk__in=found).delete()
        forget_labels(marks)
        log_each(actor=by, action=action, enquiry_ids=found)
    return len(found)


def anonymise_enquiries(*, enquiries: EnquiryQuerySet, by: Any) -> int:
    """Leaves of enquiries their kind, status, language, form and day; returns how many there were.

    Everything sealed is emptied, by field type. Receipt and keys are replaced, because the visitor's mail holds the one
    and a guess confirms the other; the time is cut to the day, because a web server's log holds the second.
    """
    _overwrite_what_is_deleted()
    with logs_unlocked():
        found = list(enquiries.select_for_update().only("pk", "created_at"))
        numbers = [enquiry.pk for enquiry in found]
        _forget_elsewhere(numbers)
        marks = marks_of(numbers)
        models.QuerySet(model=EnquiryEvent).filter(enquiry__in=numbers).delete()
        for enquiry in found:
            enquiry.search_tokens.all().delete()
            enquiry.spam_signals.all().delete()
            SpamTrace.objects.filter(enquiry=enquiry).delete()
            SpamLesson.objects.filter(enquiry=enquiry).delete()
            Appointment.objects.filter(enquiry=enquiry).delete()
            nobody = _nobody(enquiry)
            forget_figures(enquiry=enquiry, day=nobody["created_at"])
            Enquiry.objects.filter(pk=enquiry.pk).update(**nobody)
        forget_labels(marks)
        log_each(actor=by, action=AccessLog.Action.ANONYMISE, enquiry_ids=numbers)
    return len(found)


def flush_deleted() -> None:
    """After the transaction: on SQLite, empties the write-ahead log, which still holds the pages as they were.

    A checkpoint that truncates keeps writers waiting for as long as somebody reads, so that it waits for no more than
    a moment; what it could not do, SQLite's own next checkpoints do.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_MOMENT}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def _overwrite_what_is_deleted() -> None:
    """On SQLite, whatever the project's settings say; PostgreSQL overwrites with its next VACUUM."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _forget_elsewhere(ids: Sequence[int]) -> None:
    outbox: Any = apps.get_app_config("citewell_outbox")
    outbox.forget(label=Enquiry._meta.label, ids=ids)
    appointments = Appointment.objects.filter(enquiry__in=ids).values_list("pk", flat=True)
    outbox.forget(label=Appointment._meta.label, ids=list(appointments))
    content_type = ContentType.objects.get_for_model(Enquiry)
    ModelLogEntry.objects.filter(content_type=content_type, object_id__in=[str(each) for each in ids]).delete()


def _nobody(enquiry: Enquiry) -> dict[str, Any]:
    """What an anonymised enquiry holds in place of everything that could name somebody."""
    sealed = [field.attname for field in Enquiry.sealed_fields()]
    receipt = new_receipt()
    day = timezone.make_aware(datetime.combine(timezone.localdate(enquiry.created_at), time.min))
    return dict.fromkeys(sealed, "") | {
        "receipt": receipt,
        "idempotency_key": f"anonymised:{receipt}",
        "body_hash": "",
        "created_at": day,
        "read_at": None,
        "anonymised_at": timezone.now(),
    }
