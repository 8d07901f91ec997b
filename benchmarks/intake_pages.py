"""The two pages that enquiries are sent to, in a database with many of them, and what one post takes there."""

import json
from typing import Any

from .form_requests import KINDS, STORED, Site, enquiry, submission


def prepare(rows: int) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """Make the database and the two pages; return where they are, and the statements of each at 0 and at `rows`."""
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page
    from wagtail.models import Site as WagtailSite

    from contact.models import ContactPage, NotifyAddress

    from .form_page.models import FormField, FormPage

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    home = Page.objects.get(depth=2)
    contact = ContactPage(title="Contact", slug="contact", consent_text="<p>We keep what you send for a year.</p>")
    contact.notify_addresses = [NotifyAddress(address="desk@clinic.example")]
    home.add_child(instance=contact)
    form = FormPage(title="Form", slug="form", to_address="desk@clinic.example", from_address="site@clinic.example")
    form.form_fields = [FormField(label=name, clean_name=name, field_type=kind) for name, kind in KINDS.items()]
    home.add_child(instance=form)
    place = {
        "contact_page": contact.pk,
        "consent_version": contact.consent_version,
        "form_path": form.relative_url(WagtailSite.objects.get()),
    }
    statements: dict[str, list[int]] = {"Citewell": [], "Wagtail": []}
    count_statements(place, statements)
    fill(rows, contact, form)
    let_it_settle()
    count_statements(place, statements)
    return place, statements


def count_statements(place: dict[str, Any], statements: dict[str, list[int]]) -> None:
    """Note how many statements the third post of each takes: what is read once in a process is read by then."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    client = Client(headers={"host": "127.0.0.1"})
    site = Site(port=0, csrf_token="", **place)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        for _time in range(3):
            posts = {
                "Citewell": lambda: client.post(
                    "/api/v1/enquiries", json.dumps(enquiry(site)), content_type="application/json"
                ),
                "Wagtail": lambda: client.post(place["form_path"], submission()),
            }
            counted = {}
            for name, post in posts.items():
                with CaptureQueriesContext(connection) as queries:
                    assert post().status_code == STORED[name]
                counted[name] = len(queries)
    for name, count in counted.items():
        statements[name].append(count)


def fill(rows: int, contact: Any, form: Any) -> None:
    """Store as many enquiries, with what belongs to each, and as many submissions."""
    from django.db import transaction
    from django.utils import timezone
    from wagtail.contrib.forms.models import FormSubmission

    from contact.models import ConsentText, Enquiry, EnquiryEvent, SearchToken, SpamTrace
    from contact.receipts import new_receipt

    consent, together = ConsentText.objects.get(), 5_000
    for start in range(0, rows, together):
        numbers = range(start, min(start + together, rows))
        with transaction.atomic():
            stored = Enquiry.objects.bulk_create(
                Enquiry(
                    receipt=new_receipt(),
                    kind="client",
                    name=f"Row {number}",
                    consent=consent,
                    page_id=contact.pk,
                    language="en",
                    idempotency_key=f"row:{number}",
                    body_hash=f"{number:064}",
                )
                for number in numbers
            )
            EnquiryEvent.objects.bulk_create(EnquiryEvent(enquiry=each, kind="received") for each in stored)
            SpamTrace.objects.bulk_create(SpamTrace(enquiry=each, words=f"{each.pk:032}") for each in stored)
            SearchToken.objects.bulk_create(
                SearchToken(enquiry=each, token=(each.pk * 7919 + n * 104_729) % 2**31)
                for each in stored
                for n in range(9)
            )
            FormSubmission.objects.bulk_create(
                FormSubmission(page_id=form.pk, form_data=submission(), submit_time=timezone.now()) for _ in numbers
            )


def let_it_settle() -> None:
    """Tell PostgreSQL what is in its tables, as its autovacuum does within a minute of so many rows."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
