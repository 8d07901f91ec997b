"""The weekly mail about what pages want: to those who asked for it, about the pages that they may edit."""

from collections import Counter
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.permissions import page_permission_policy
from wagtail.users.models import UserProfile

from ..models import ContentDigest
from ..models.content_health import PageHealth, Want, read_content_health, read_pages

CONTENT_DIGEST = "pages:digest"
NAMED = 20
"""Pages in one mail, those that want the gravest things first; the report has them all."""


class NoOutboxError(Exception):
    """There is no outbox to send mails with."""


@transaction.atomic
def enqueue_digests(*, today: date) -> int:
    """Put this week's mails into the outbox and return how many there are; each user gets one a week at most.

    Raises NoOutboxError.
    """
    try:
        outbox: Any = apps.get_app_config("citewell_outbox")
    except LookupError as error:
        raise NoOutboxError from error
    week = "{}-W{:02}".format(*today.isocalendar()[:2])
    wanting = ContentDigest.objects.filter(is_wanted=True, user__is_active=True).exclude(user__email="")
    told = [choice.user for choice in wanting.select_related("user").order_by("pk") if read_wanting(choice.user, today)]
    for user in told:
        outbox.enqueue(kind=CONTENT_DIGEST, subject=user, key=f"{CONTENT_DIGEST}:{user.pk}:{week}")
    return len(told)


def send_digest(job: Any) -> None:
    """Send one user what their pages want now; the handler of CONTENT_DIGEST. Nothing where all became well.

    Raises the user model's DoesNotExist and whatever the mail backend raises.
    """
    user = get_user_model()._default_manager.get(pk=job.subject_id)
    rows = read_wanting(user, timezone.localdate())
    if not rows or not user.is_active or not user.email:
        return
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        context = _context(rows)
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string("citewell/pages/mail/content_digest_subject.txt", context).split()),
            body=render_to_string("citewell/pages/mail/content_digest.txt", context),
            to=[user.email],
            headers={
                "Message-ID": job.message_id,
                # Keeps mail programs from answering a machine (RFC 3834).
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        message.attach_alternative(render_to_string("citewell/pages/mail/content_digest.html", context), "text/html")
    message.send()


def read_wanting(user: Any, today: date) -> list[PageHealth]:
    """Return the public pages that the user may edit or publish and that want something, the gravest first."""
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    rows = read_content_health(read_pages(mine.live().values("pk")), today=today)
    order = list(Want)
    return sorted((row for row in rows if row.wants), key=lambda row: order.index(row.wants[0]))


def _context(rows: list[PageHealth]) -> dict[str, Any]:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    report = base + reverse("citewell_content_health:index")
    counts = Counter(want for row in rows for want in row.wants)
    return {
        "number": len(rows),
        "counts": [(want.label, counts[want], f"{report}?wants={want.value}") for want in Want if counts[want]],
        "pages": [
            {
                "title": row.page.title,
                "url": base + reverse("wagtailadmin_pages:edit", args=[row.page.pk]),
                "wants": ", ".join(str(want.label) for want in row.wants),
            }
            for row in rows[:NAMED]
        ],
        "more": max(0, len(rows) - NAMED),
        "url": report,
        "account_url": base + reverse("wagtailadmin_account"),
    }
