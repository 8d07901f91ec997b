"""The mails about an enquiry, made when they are sent, and how a mail is made.

None says who asks what but the one that staff wrote.
"""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.rich_text import get_text_for_indexing

from ..encryption import readable
from ..models import ContactPage, Enquiry, EnquiryEvent

STAFF_NOTIFICATION = "enquiry.staff_notification"
ACKNOWLEDGEMENT = "enquiry.acknowledgement"
MENTION = "enquiry.mention"
REPLY = "enquiry.reply"

_AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""Keeps mail programs from answering a machine (RFC 3834), which would answer back."""


class Job(Protocol):
    """What the outbox tells a handler, as far as it matters here."""

    @property
    def subject_id(self) -> str:
        """The enquiry's id."""

    @property
    def target(self) -> str:
        """The staff address."""

    @property
    def key(self) -> str:
        """The delivery's key; that of a reply ends in the number of its event."""

    @property
    def message_id(self) -> str:
        """The Message-ID that the mail should bear."""


def send_staff_notification(job: Job) -> None:
    """Tells one staff address that an enquiry came in: receipt and link, nothing else.

    The visitor's address is not even in Reply-To: mailboxes are forwarded and kept, and who writes to a clinic is
    nobody's business there. Raises Enquiry.DoesNotExist and whatever the mail backend raises.
    """
    _tell_staff("staff_notification", job)


def send_mention(job: Job) -> None:
    """Tells a colleague that a note speaks to them: receipt and link, not a word of the note. Raises as above."""
    _tell_staff("mention", job)


def send_acknowledgement(job: Job) -> None:
    """Tells the visitor that the enquiry arrived, in the language of the form, without repeating any of it.

    Raises Enquiry.DoesNotExist, MissingDataKeyError when the address cannot be read, and whatever the mail backend
    raises.
    """
    enquiry = Enquiry.objects.only("receipt", "email", "language", "page").get(pk=job.subject_id)
    page = ContactPage.objects.filter(pk=enquiry.page_id).first()
    context = {
        "receipt": enquiry.receipt,
        "page": page,
        "what_happens_next": get_text_for_indexing(page.what_happens_next) if page is not None else "",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    reply_to = answers_to(page, enquiry.receipt) if page is not None and page.reply_to else ""
    with translation.override(enquiry.language):
        send_mail("acknowledgement", context, to=readable(enquiry.email), message_id=job.message_id, reply_to=reply_to)


def send_reply_mail(job: Job) -> None:
    """Sends what staff wrote, as the timeline holds it. Answers bear the receipt, in their subject and address.

    Raises Enquiry.DoesNotExist or EnquiryEvent.DoesNotExist, MissingDataKeyError when the address or the text cannot be
    read, and whatever the mail backend raises.
    """
    enquiry = Enquiry.objects.only("receipt", "email", "language", "page").get(pk=job.subject_id)
    number = job.key.rpartition(":")[2]
    event = EnquiryEvent.objects.get(pk=number, enquiry_id=enquiry.pk, kind=EnquiryEvent.Kind.REPLY)
    subject, _line, text = readable(event.detail).partition("\n")
    page = ContactPage.objects.filter(pk=enquiry.page_id).first()
    context = {"receipt": enquiry.receipt, "subject": subject, "text": text, "site_name": settings.WAGTAIL_SITE_NAME}
    with translation.override(enquiry.language):
        send_mail(
            "reply",
            context,
            to=readable(enquiry.email),
            message_id=job.message_id,
            reply_to=answers_to(page, enquiry.receipt),
            automatic=False,
        )


def answers_to(page: ContactPage | None, receipt: str) -> str:
    """Where a visitor's answer goes, with the receipt in the name of the address: any mailbox finds it by that."""
    address = page.reply_to if page is not None and page.reply_to else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((f"{settings.WAGTAIL_SITE_NAME} {receipt}", address))


def _tell_staff(name: str, job: Job) -> None:
    enquiry = Enquiry.objects.only("receipt").get(pk=job.subject_id)
    path = reverse("citewell_contact_enquiries:detail", args=[enquiry.pk])
    context = {"receipt": enquiry.receipt, "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path}
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(name, context, to=job.target, message_id=job.message_id)


def send_mail(
    name: str, context: dict[str, Any], *, to: str, message_id: str, reply_to: str = "", automatic: bool = True
) -> None:
    """Sends the mail of the three templates of this name, as text and HTML. Raises whatever the mail backend raises.

    `automatic` keeps other machines from answering it.
    """

    def render(ending: str) -> str:
        return render_to_string(f"citewell/contact/mail/{name}{ending}", context)

    mail = EmailMultiAlternatives(
        subject=" ".join(render("_subject.txt").split()),
        body=render(".txt"),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message_id, **(_AUTOMATIC if automatic else {})},
    )
    mail.attach_alternative(render(".html"), "text/html")
    mail.send()
