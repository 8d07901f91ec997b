"""What taking an enquiry costs, against Wagtail's own form page in the same processes, one after the other.

`python -m benchmarks.intake [--short] [--database sqlite|postgres]`. Served by gunicorn as the product ships it, with
the worker and the sweep of the Procfile beside it; encryption, search index, access log and the layers against spam
included. A PostgreSQL of its own is started where its programs are installed.
"""

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

from tools.own_postgres import programs, running_cluster

from .form_requests import REQUESTS, Site, enquiry, submission
from .processes import DOWN, NO_MAIL, ROOT, SLOW, WORKING, free_port, mail_server, procfile, running
from .senders import Outcome, send

TITLE = "enquiries"
SENDERS = (1, 16, 200)
STORED = {"Citewell": 201, "Wagtail": 200}
ROWS = 100_000


@dataclass(frozen=True)
class Plan:
    """How long each window is, what is measured in it, and how many rows there are by then."""

    seconds: float
    senders: tuple[int, ...]
    rows: int


FULL = Plan(4.0, SENDERS, ROWS)
SHORT = Plan(2.0, (16,), 2_000)


# --- Preparing --------------------------------------------------------------------------------------------------------
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
    kinds = {
        "name": "singleline",
        "email": "email",
        "phone": "singleline",
        "message": "multiline",
        "consent": "checkbox",
    }
    form.form_fields = [FormField(label=name, clean_name=name, field_type=kind) for name, kind in kinds.items()]
    home.add_child(instance=form)
    place = {
        "contact_page": contact.pk,
        "consent_version": contact.consent_version,
        "form_path": form.relative_url(WagtailSite.objects.get()),
    }
    statements: dict[str, list[int]] = {"Citewell": [], "Wagtail": []}
    count_statements(place, statements)
    fill(rows, contact, form)
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


# --- Measuring --------------------------------------------------------------------------------------------------------
def measure(place: dict[str, Any], plan: Plan) -> dict[tuple[str, int, str], Outcome]:
    """The outcomes by mode, number of senders and system. Without mail only ours is measured: it is our own floor."""
    found: dict[tuple[str, int, str], Outcome] = {}
    port, mail_port = int(os.environ["PORT"]), int(os.environ["MAIL_PORT"])
    with running("-m", "gunicorn", "--config", "gunicorn.conf.py", "cms.wsgi", port=port):
        site = Site(port=port, csrf_token="a" * 32, **place)
        for name, request in REQUESTS.items():
            warm = send(port, lambda request=request: request(site), senders=8, seconds=1)
            assert warm.statuses[STORED[name]] or name == "Wagtail", f"{name} answers {warm.statuses}"
        for mode in (NO_MAIL, WORKING, SLOW, DOWN):
            with mail_server(mode, mail_port):
                for senders in plan.senders:
                    if mode != NO_MAIL:
                        found[mode, senders, "Wagtail"] = one(site, "Wagtail", senders, plan.seconds)
                    with procfile(mode):
                        found[mode, senders, "Citewell"] = one(site, "Citewell", senders, plan.seconds)
    return found


def one(site: Site, name: str, senders: int, seconds: float) -> Outcome:
    """One window, and what is stored by it: every receipt must have its row."""
    request = REQUESTS[name]
    before = stored(name)
    outcome = send(site.port, lambda: request(site), senders=senders, seconds=seconds)
    new = stored(name) - before
    assert new >= outcome.statuses[STORED[name]], f"{name}: {outcome.statuses}, but {new} rows"
    return outcome


def stored(name: str) -> int:
    """How many rows there are."""
    from wagtail.contrib.forms.models import FormSubmission

    from contact.models import Enquiry

    return (Enquiry if name == "Citewell" else FormSubmission).objects.count()


def report(
    database: str, found: dict[tuple[str, int, str], Outcome], statements: dict[str, list[int]], plan: Plan
) -> str:
    """The table of one database."""
    lines = [["", "senders", "Citewell/s", "p50", "p99", "Wagtail/s", "p50", "p99", "failed", "ratio", "p50 × no mail"]]
    for (mode, senders, name), ours in found.items():
        if name != "Citewell":
            continue
        theirs = found.get((mode, senders, "Wagtail"))
        cells = [mode, str(senders), *numbers(ours, 201)]
        if theirs is None:
            cells += [""] * 6
        else:
            ratio = ours.good(201) / max(theirs.good(200), 1 / theirs.window)
            floor = found[NO_MAIL, senders, "Citewell"].percentile(50)
            failed = 1 - theirs.statuses[200] / theirs.statuses.total()
            cells += [*numbers(theirs, 200), f"{failed:.0%}", f"{ratio:.1f}", f"{ours.percentile(50) / floor:.1f}"]
        others = {status: count for status, count in ours.statuses.items() if status != 201}
        lines.append([*cells, f"others: {others}" if others else ""])
    lines[0].append("")
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )
    counts = "; ".join(f"{name} {few} at 0 rows, {many} at {plan.rows:,}" for name, (few, many) in statements.items())
    return f"{TITLE} on {database}\n{table}\nstatements of one post: {counts}"


def numbers(outcome: Outcome, status: int) -> list[str]:
    """Stored in a second, and how long the answers took."""
    times = (f"{outcome.percentile(percent) * 1000:.0f} ms" for percent in (50, 99))
    return [f"{outcome.good(status):.0f}", *times]


# --- Running ----------------------------------------------------------------------------------------------------------
def measure_here(database: str, plan: Plan) -> None:
    """Measure on the database of this process's environment, and print."""
    place, statements = prepare(plan.rows)
    print(report(database, measure(place, plan), statements, plan), flush=True)


def environment(folder: str, url: str) -> dict[str, str]:
    """What the processes of one database are told; all else is as the product ships it."""
    port, mail_port = free_port(), free_port()
    return {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "VAR_DIR": folder,
        "DATABASE_URL": url,
        "SECRET_KEY": base64.urlsafe_b64encode(os.urandom(60)).decode(),
        "DATA_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "PORT": str(port),
        "BIND": f"127.0.0.1:{port}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "MAIL_PORT": str(mail_port),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "TRUSTED_PROXY_COUNT": "1",
        "DEBUG": "off",
        "LOG_LEVEL": "CRITICAL",
    }


def measure_in_a_process(database: str, url: str, arguments: list[str]) -> int:
    """Measure one database in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
        environ = environment(folder, url or f"sqlite:///{folder}/bench.sqlite3")
        command = [sys.executable, "-m", "benchmarks.intake", "--here", database, *arguments]
        return subprocess.run(command, cwd=ROOT, env=os.environ | environ).returncode


def main(arguments: list[str] | None = None) -> int:
    """Measure on each database; return 0 when all went well."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--short", action="store_true", help="16 senders, two seconds each, 2,000 rows")
    parser.add_argument("--database", choices=["sqlite", "postgres"])
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.here:
        measure_here(options.here, SHORT if options.short else FULL)
        return 0
    passed_on, failed = ["--short"] * options.short, 0
    if options.database != "postgres":
        failed |= measure_in_a_process("SQLite", "", passed_on)
    if options.database != "sqlite":
        if programs() is None:
            print("PostgreSQL is not installed: not measured", file=sys.stderr)
            return 1
        with running_cluster() as cluster:
            failed |= measure_in_a_process("PostgreSQL", cluster.url, passed_on)
    return failed


if __name__ == "__main__":
    sys.exit(main())
