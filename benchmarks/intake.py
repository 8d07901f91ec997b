"""What taking an enquiry costs, against Wagtail's own form page in the same processes, one after the other.

`python -m benchmarks.intake [--short] [--database sqlite|postgres]`. Served by gunicorn as the product ships it, with
the worker and the sweep of the Procfile beside it; encryption, search index, access log and the layers against spam
included. A PostgreSQL of its own is started where its programs are installed.
"""

import argparse
import json
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tools.own_postgres import running_cluster

from . import asked
from .environments import make_environment
from .form_requests import KINDS, REQUESTS, Site, enquiry, submission
from .processes import DOWN, NO_MAIL, SLOW, WORKING, end_when_told, free_port, mail_server, procfile, running
from .reporting import Report, measure_apart
from .senders import Outcome, send
from .tables import Table

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
) -> Report:
    """The table of one database, and what is asked of PostgreSQL's."""
    lines = [["", "senders", "Citewell/s", "p50", "p99", "Wagtail/s", "p50", "p99", "failed", "ratio", "p50 × no mail"]]
    for (mode, senders, name), ours in found.items():
        if name != "Citewell":
            continue
        cells = [mode, str(senders), *numbers(ours, 201)]
        if theirs := found.get((mode, senders, "Wagtail")):
            floor = found[NO_MAIL, senders, "Citewell"]
            failed = 1 - theirs.statuses[200] / theirs.statuses.total()
            shown = (f"{failed:.0%}", f"{ratio_of(ours, theirs):.1f}", f"{slowdown_of(ours, floor):.1f}")
            cells += [*numbers(theirs, 200), *shown]
        lines.append(cells)
    counts = (f"{name} {few} at 0 rows, {many} at {plan.rows:,}" for name, (few, many) in statements.items())
    others = Counter[int]()
    for (_mode, _senders, name), outcome in found.items():
        others += outcome.statuses if name == "Citewell" else Counter()
    del others[201]
    remarks = [
        f"statements of one post: {'; '.join(counts)}",
        *([f"other answers of ours: {others}"] if others else []),
    ]
    judged = judge(found, statements) if database == "PostgreSQL" else {}
    return Report([Table(f"{TITLE} on {database}", lines, remarks)], judged)


def ratio_of(ours: Outcome, theirs: Outcome) -> float:
    """How many times as many enquiries were stored."""
    return ours.good(201) / max(theirs.good(200), 1 / theirs.window)


def slowdown_of(outcome: Outcome, without_mail: Outcome) -> float:
    """How many times as long half of the answers took."""
    return outcome.percentile(50) / without_mail.percentile(50)


def judge(found: dict[tuple[str, int, str], Outcome], statements: dict[str, list[int]]) -> dict[str, float]:
    """What was found for what is asked, with sixteen senders."""
    ours = {mode: found[mode, 16, "Citewell"] for mode in (NO_MAIL, WORKING, SLOW, DOWN)}
    few, many = statements["Citewell"]
    return {
        asked.STORED: ratio_of(ours[WORKING], found[WORKING, 16, "Wagtail"]),
        asked.MAIL_SLOW: slowdown_of(ours[SLOW], ours[NO_MAIL]),
        asked.MAIL_DOWN: slowdown_of(ours[DOWN], ours[NO_MAIL]),
        asked.STORED_QUERIES: many - few,
    }


def numbers(outcome: Outcome, status: int) -> list[str]:
    """Stored in a second, and how long the answers took."""
    times = (f"{outcome.percentile(percent) * 1000:.0f} ms" for percent in (50, 99))
    return [f"{outcome.good(status):.0f}", *times]


# --- Running ----------------------------------------------------------------------------------------------------------
def measure_here(database: str, plan: Plan) -> Report:
    """Measure on the database of this process's environment."""
    place, statements = prepare(plan.rows)
    return report(database, measure(place, plan), statements, plan)


def environment(folder: str, url: str) -> dict[str, str]:
    """What the processes of one database are told."""
    port, mail_port = free_port(), free_port()
    return make_environment(folder, url) | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PORT": str(port),
        "BIND": f"127.0.0.1:{port}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "MAIL_PORT": str(mail_port),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "TRUSTED_PROXY_COUNT": "1",
    }


def measure_in_a_process(database: str, url: str, arguments: list[str]) -> Report:
    """Measure one database in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
        environ = environment(folder, url or f"sqlite:///{folder}/bench.sqlite3")
        return measure_apart("benchmarks.intake", "--here", database, *arguments, environ=environ)


def measure_all(*, short: bool, database: str = "") -> Report:
    """Measure on each database, or on `sqlite` or `postgres` alone."""
    passed_on, whole = ["--short"] * short, Report()
    if database != "postgres":
        whole.add(measure_in_a_process("SQLite", "", passed_on))
    if database != "sqlite":
        with running_cluster() as cluster:
            whole.add(measure_in_a_process("PostgreSQL", cluster.url, passed_on))
    return whole


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--short", action="store_true", help="16 senders, two seconds each, 2,000 rows")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    end_when_told()
    if options.here:
        print(measure_here(options.here, SHORT if options.short else FULL).as_json())
    else:
        for table in measure_all(short=options.short, database=options.database).tables:
            print(table.as_text())


if __name__ == "__main__":
    main()
