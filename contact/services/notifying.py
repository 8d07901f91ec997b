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

from .. import mail_kinds
from ..encryption import readable
from ..mail_filling import Link, Value
from ..mail_kinds import MailKind
from ..models import ContactPage, Enquiry, EnquiryEvent
from ..text import one_line
from .composing import Mail, compose, site_of

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
    enquiry = Enquiry.objects.only("receipt", "page").get(pk=job.subject_id)
    kind, language = mail_kinds.STAFF_NOTIFICATION, settings.LANGUAGE_CODE
    values: dict[str, Value] = {"receipt": enquiry.receipt, "link": link_to(kind, _address_of(enquiry), language)}
    send_composed(
        compose(kind=kind, values=values, site=site_of(_page_of(enquiry)), language=language),
        to=job.target,
        message_id=job.message_id,
    )


def send_mention(job: Job) -> None:
    """Tells a colleague that a note speaks to them: receipt and link, not a word of the note. Raises as above."""
    enquiry = Enquiry.objects.only("receipt").get(pk=job.subject_id)
    with translation.override(settings.LANGUAGE_CODE):
        context = {"receipt": enquiry.receipt, "url": _address_of(enquiry)}
        send_mail("mention", context, to=job.target, message_id=job.message_id)


def send_acknowledgement(job: Job) -> None:
    """Tells the visitor that the enquiry arrived, in the language of the form, without repeating any of it.

    Raises Enquiry.DoesNotExist, MissingDataKeyError when the address cannot be read, and whatever the mail backend
    raises.
    """
    enquiry = Enquiry.objects.only("receipt", "email", "language", "page").get(pk=job.subject_id)
    page = _page_of(enquiry)
    values = {
        "receipt": enquiry.receipt,
        "what_happens_next": get_text_for_indexing(page.what_happens_next) if page is not None else "",
        "clinic_phone": page.phone if page is not None else "",
        "emergency_notice": page.emergency_notice if page is not None else "",
    }
    kind = mail_kinds.ACKNOWLEDGEMENT
    send_composed(
        compose(kind=kind, values=values, site=site_of(page), language=enquiry.language),
        to=readable(enquiry.email),
        message_id=job.message_id,
        reply_to=answers_to(page, enquiry.receipt),
    )


def send_reply_mail(job: Job) -> None:
    """Sends what staff wrote, as the timeline holds it. Answers bear the receipt, in their subject and address.

    Raises Enquiry.DoesNotExist or EnquiryEvent.DoesNotExist, MissingDataKeyError when the address or the text cannot be
    read, and whatever the mail backend raises.
    """
    enquiry = Enquiry.objects.only("receipt", "email", "language", "page").get(pk=job.subject_id)
    number = job.key.rpartition(":")[2]
    event = EnquiryEvent.objects.get(pk=number, enquiry_id=enquiry.pk, kind=EnquiryEvent.Kind.REPLY)
    subject, _line, text = readable(event.detail).partition("\n")
    page = _page_of(enquiry)
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


def link_to(kind: MailKind, url: str, language: str) -> Link:
    """An address as the button of a mail of this kind."""
    with translation.override(language):
        return Link(url, str(kind.link_label))


def send_composed(
    mail: Mail, *, to: str, message_id: str, reply_to: str = "", attachment: tuple[str, str, str] | None = None
) -> None:
    """Sends a mail of a machine, as text and HTML, with a text (its file name, content, type) attached to it.

    Raises whatever the mail backend raises.
    """
    _send(mail, to=to, message_id=message_id, reply_to=reply_to, automatic=True, attachment=attachment)


def send_mail(
    name: str, context: dict[str, Any], *, to: str, message_id: str, reply_to: str = "", automatic: bool = True
) -> None:
    """Sends the mail of the three templates of this name, as text and HTML. Raises whatever the mail backend raises.

    `automatic` keeps other machines from answering it.
    """

    def render(ending: str) -> str:
        return render_to_string(f"citewell/contact/mail/{name}{ending}", context)

    mail = Mail(subject=one_line(render("_subject.txt")), text=render(".txt"), html=render(".html"))
    _send(mail, to=to, message_id=message_id, reply_to=reply_to, automatic=automatic)


def _send(
    mail: Mail,
    *,
    to: str,
    message_id: str,
    reply_to: str,
    automatic: bool,
    attachment: tuple[str, str, str] | None = None,
) -> None:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message_id, **(_AUTOMATIC if automatic else {})},
    )
    message.attach_alternative(mail.html, "text/html")
    if attachment is not None:
        message.attach(*attachment)
    message.send()


def _page_of(enquiry: Enquiry) -> ContactPage | None:
    return ContactPage.objects.filter(pk=enquiry.page_id).first()


def _address_of(enquiry: Enquiry) -> str:
    path = reverse("citewell_contact_enquiries:detail", args=[enquiry.pk])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
