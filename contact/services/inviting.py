"""The mails about a consultation: booked, moved or cancelled with an entry for calendars, and the reminder.

None says what it is about: a mail and a calendar are read by others.
"""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import mail_kinds
from ..calendar_entry import Entry, write_calendar
from ..encryption import readable
from ..mail_kinds import MailKind
from ..models import Appointment, ClinicHours, ContactPage, Enquiry
from .composing import compose, site_of
from .notifying import Job, answers_to, send_composed

CONSULTATION = "appointment.mail"
REMINDER = "appointment.reminder"

FILE_NAME = "consultation.ics"


def send_consultation(job: Job) -> None:
    """Tells the visitor that the consultation is booked, moved or cancelled, with the entry that does the same in their
    calendar. Nothing is sent about a state that another one has replaced.

    Raises Appointment.DoesNotExist, MissingDataKeyError when the address cannot be read, and whatever the mail backend
    raises.
    """
    appointment = _appointment(job)
    if not job.key.endswith(appointment.state) or _is_to_be_silent(appointment):
        return
    if appointment.cancelled_at is not None:
        kind = mail_kinds.CONSULTATION_CANCELLED
    else:
        kind = mail_kinds.CONSULTATION_MOVED if appointment.sequence else mail_kinds.CONSULTATION_BOOKED
    _send(job, appointment, kind, with_entry=True)


def send_reminder(job: Job) -> None:
    """Reminds the visitor; not of what was moved or cancelled meanwhile, nor when it has begun. Raises as above."""
    appointment = _appointment(job)
    is_true = job.key.endswith(appointment.state) and appointment.cancelled_at is None
    if not is_true or appointment.starts_at <= timezone.now() or _is_to_be_silent(appointment):
        return
    _send(job, appointment, mail_kinds.CONSULTATION_REMINDER, with_entry=False)


def entry_of(appointment: Appointment, *, organizer: tuple[str, str], attendee: str) -> Entry:
    """The calendar entry of this state, in the active language."""
    hours = ClinicHours.load()
    enquiry = appointment.enquiry
    places = {Appointment.Way.CLINIC.value: hours.consultation_place}
    return Entry(
        uid=appointment.uid,
        sequence=appointment.sequence,
        is_cancelled=appointment.cancelled_at is not None,
        stamp=appointment.changed_at,
        starts=appointment.starts_at.astimezone(hours.zone),
        minutes=appointment.minutes,
        summary=_("Appointment: %(clinic)s") % {"clinic": organizer[0]},
        location=places.get(appointment.way) or str(Appointment.Way(appointment.way).label),
        description=_("Receipt number: %(receipt)s") % {"receipt": enquiry.receipt},
        organizer=organizer,
        attendee=attendee,
    )


def tell_moment(appointment: Appointment) -> str:
    """When it begins, with the clinic's time zone behind it, in the active language."""
    local = appointment.starts_at.astimezone(ClinicHours.load().zone)
    day, clock = date_format(local, "DATE_FORMAT"), date_format(local, "TIME_FORMAT")
    return f"{date_format(local, 'l')}, {day}, {clock} {local:%Z}"


def _appointment(job: Job) -> Appointment:
    return Appointment.objects.select_related("enquiry").get(pk=job.subject_id)


def _is_to_be_silent(appointment: Appointment) -> bool:
    """Of a person who is forgotten, or whose enquiry was taken for spam since."""
    enquiry = appointment.enquiry
    return enquiry.anonymised_at is not None or enquiry.status == Enquiry.Status.SPAM or not enquiry.email


def _send(job: Job, appointment: Appointment, kind: MailKind, *, with_entry: bool) -> None:
    enquiry = appointment.enquiry
    page = ContactPage.objects.filter(pk=enquiry.page_id).first()
    reply_to, to = answers_to(page, enquiry.receipt), readable(enquiry.email)
    with translation.override(enquiry.language):
        way = Appointment.Way(appointment.way)
        values = {
            "receipt": enquiry.receipt,
            "when": tell_moment(appointment),
            "minutes": str(appointment.minutes),
            "how": str(way.label),
            "where": ClinicHours.load().consultation_place if way is Appointment.Way.CLINIC else "",
            "clinic_phone": page.phone if page is not None else "",
        }
        organizer = (str(settings.WAGTAIL_SITE_NAME), parseaddr(reply_to)[1])
        entry = entry_of(appointment, organizer=organizer, attendee=to) if with_entry else None
    send_composed(
        compose(kind=kind, values=values, site=site_of(page), language=enquiry.language),
        to=to,
        message_id=job.message_id,
        reply_to=reply_to,
        attachment=(FILE_NAME, write_calendar(entry), entry.media_type) if entry else None,
    )
