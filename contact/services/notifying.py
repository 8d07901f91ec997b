"""The two mails about an enquiry, made when they are sent, and how a mail is made. Neither says who asks what."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.rich_text import get_text_for_indexing

from ..encryption import readable
from ..models import ContactPage, Enquiry

STAFF_NOTIFICATION = "enquiry.staff_notification"
ACKNOWLEDGEMENT = "enquiry.acknowledgement"

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
    def message_id(self) -> str:
        """The Message-ID that the mail should bear."""


def send_staff_notification(job: Job) -> None:
    """Tells one staff address that an enquiry came in: receipt and link, nothing else.

    The visitor's address is not even in Reply-To: mailboxes are forwarded and kept, and who writes to a clinic is
    nobody's business there. Raises Enquiry.DoesNotExist and whatever the mail backend raises.
    """
    enquiry = Enquiry.objects.only("receipt").get(pk=job.subject_id)
    path = reverse("citewell_contact_enquiries:detail", args=[enquiry.pk])
    context = {"receipt": enquiry.receipt, "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path}
    with translation.override(settings.LANGUAGE_CODE):
        send_mail("staff_notification", context, to=job.target, message_id=job.message_id)


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
    reply_to = page.reply_to if page is not None else ""
    with translation.override(enquiry.language):
        send_mail("acknowledgement", context, to=readable(enquiry.email), message_id=job.message_id, reply_to=reply_to)


def send_mail(name: str, context: dict[str, Any], *, to: str, message_id: str, reply_to: str = "") -> None:
    """Sends the mail of the three templates of this name, as text and HTML. Raises whatever the mail backend raises."""

    def render(ending: str) -> str:
        return render_to_string(f"citewell/contact/mail/{name}{ending}", context)

    mail = EmailMultiAlternatives(
        subject=" ".join(render("_subject.txt").split()),
        body=render(".txt"),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message_id, **_AUTOMATIC},
    )
    mail.attach_alternative(render(".html"), "text/html")
    mail.send()
