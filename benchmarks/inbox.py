"""What the inbox costs with few enquiries and with many, against Wagtail's own list of form submissions with the same
people in it.

A thousand enquiries are sealed and indexed as the intake does it. The others are copies of those, made by the database:
each with a number, receipt and moment of its own, the same words under the same seal. `make bench` prints the tables;
`python -m benchmarks.inbox csv` is one measurement of memory, in the environment of make bench.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from . import asked
from .measuring import Row, measure, table
from .memory import peak_mib
from .reporting import Report, run_apart
from .tables import Table

TITLE = "inbox"
SIZES = (1_000, 100_000)
MILLION = 1_000_000
PEER = "Wagtail submissions"
LIST, LAST = "inbox, page 1", "inbox, last page"
CSV, PEER_CSV = "inbox, CSV", f"{PEER}, CSV"
SEALED = 1_000
"""How many enquiries have words of their own."""

_FIRST = ("Mara", "Ada", "Ben", "Cleo", "Dara", "Emil", "Fay", "Gus", "Hana", "Ivo")
_LAST = tuple(start + end for start in ("Lin", "Hol", "Oka", "Win", "Bra", "Cas", "Dor") for end in ("d", "mer", "son"))
_CONDITIONS = ("CRPS", "Neuralgia", "Fibromyalgia", "Phantom limb pain")
_SQL = {
    "sqlite": (
        "printf('%%011d', %s)",
        "strftime('%Y-%m-%d %H:%M:%f', MOMENT, '-' || copies.n || ' seconds') || '000'",
    ),
    "postgresql": ("lpad((%s)::text, 11, '0')", "MOMENT - copies.n * interval '1 second'"),
}
"""For each database: a number with leading noughts, and a moment so many seconds earlier."""

_STATUSES = ("new", "new", "contacted", "booked", "client", "closed", "closed", "closed", "closed", "spam")


def report(*, rounds: int, with_a_million: bool) -> Report:
    """Measure each size and return the tables: times, then files."""
    rows: list[Row] = []
    files: dict[tuple[str, int], dict[str, float]] = {}
    for size in (*SIZES, MILLION) if with_a_million else SIZES:
        print(f"Filling the inbox to {size} ...", file=sys.stderr, flush=True)
        fill(size)
        print("Measuring it ...", file=sys.stderr, flush=True)
        found = list(_rows(size))
        measure(found, rounds=rounds if size < MILLION else 3)
        rows += found
        files |= {(kind, size): run_apart(__name__, kind) for kind in FILES}
    lines = [["", "rows", "seconds", "of CPU", "first byte", "peak MiB"]]
    for (kind, size), of in files.items():
        cells = [f"{of['seconds']:.2f}", f"{of['cpu']:.2f}", f"{of['first']:.2f} s", f"{of['mib']:.0f}"]
        lines.append([kind, str(size), *cells])
    return Report([table(TITLE, rows), Table("files of all", lines)], judge(rows, files, size))


def judge(rows: list[Row], files: dict[tuple[str, int], dict[str, float]], largest: int) -> dict[str, float]:
    """Return what was found for what is asked, at the largest size."""
    times = {row.name: row.median for row in rows}
    first, last = f"{LIST} ({largest})", f"{LAST} ({largest})"
    ours, theirs = files[CSV, largest], files[PEER_CSV, largest]
    return {
        asked.INBOX: times[first] / times[f"{LIST} ({SIZES[0]})"],
        asked.INBOX_LAST: times[last] / times[first],
        asked.CSV: theirs["seconds"] / ours["seconds"],
        asked.CSV_MEMORY: ours["mib"],
        asked.CSV_FIRST: ours["first"],
    }


def fill(size: int) -> None:
    """Bring the inbox, and the peer's submissions, to that many."""
    from django.db import connection, transaction
    from wagtail.contrib.forms.models import FormSubmission

    from contact.models import Enquiry, EnquiryEvent, EnquiryFigures, SearchToken

    if not Enquiry.objects.exists():
        _seal_the_first()
    have = Enquiry.objects.count() // SEALED
    number = f"%s + copies.n * {SEALED}"
    padded, earlier = _SQL[connection.vendor]
    with transaction.atomic():
        _copy(
            Enquiry,
            have,
            size // SEALED,
            id=number % "id",
            receipt=padded % (number % "id"),
            idempotency_key=f"'bench:' || ({number % 'id'})",
            created_at=earlier.replace("MOMENT", "created_at"),
        )
        for model in (SearchToken, EnquiryEvent, EnquiryFigures):
            _copy(model, have, size // SEALED, enquiry_id=number % "enquiry_id")
        _copy(FormSubmission, have, size // SEALED, submit_time=earlier.replace("MOMENT", "submit_time"))
    with connection.cursor() as cursor:
        # As a database that has been filled by visitors would know its rows.
        cursor.execute("ANALYZE")
    assert Enquiry.objects.count() == FormSubmission.objects.count() == size


def _seal_the_first() -> None:
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.utils import timezone
    from wagtail.contrib.forms.models import FormSubmission

    from contact.models import ConsentText, Enquiry, EnquiryEvent
    from contact.services.counting import count_all
    from contact.services.indexing import index_all

    conditions = apps.get_model("citewell_pages", "Condition").objects
    for name in _CONDITIONS:
        conditions.create(name=name, slug=name.lower().replace(" ", "-"))
    users = get_user_model()._default_manager
    colleagues = [None, *(users.create_superuser(name.lower(), "", "bench").pk for name in _FIRST[:4])]
    consent = ConsentText.objects.create(version="bench", text="Yes")
    now = timezone.now()
    moments = [now - timedelta(hours=number) for number in range(SEALED)]
    said = list(_people())
    Enquiry.objects.bulk_create(
        Enquiry(
            pk=number,
            **fields,
            kind="client",
            assignee_id=colleagues[number % len(colleagues)],
            status=_STATUSES[number % len(_STATUSES)],
            receipt=f"{number:011}",
            idempotency_key=f"bench:{number}",
            body_hash=str(number),
            consent=consent,
            language="en",
            created_at=at,
        )
        for number, (fields, at) in enumerate(zip(said, moments, strict=True), start=1)
    )
    EnquiryEvent.objects.bulk_create(
        EnquiryEvent(enquiry_id=number, kind="received", at=at) for number, at in enumerate(moments, start=1)
    )
    EnquiryEvent.objects.bulk_create(
        EnquiryEvent(enquiry_id=number, kind="reply", at=at + timedelta(minutes=number), detail="Hello")
        for number, at in enumerate(moments, start=1)
        if number % 5
    )
    index_all()
    count_all()
    page = _peer_page()
    rows = FormSubmission.objects.bulk_create(FormSubmission(page=page, form_data=fields) for fields in said)
    for row, at in zip(rows, moments, strict=True):
        FormSubmission.objects.filter(pk=row.pk).update(submit_time=at)


def _people() -> Iterator[dict[str, str]]:
    """Yield what a thousand visitors wrote, the same in each run."""
    chance = random.Random(7)
    for number in range(SEALED):
        yield {
            "name": f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
            "email": f"visitor{number}@example.org",
            "phone": f"919 555 {number:04}",
            "condition": chance.choice(_CONDITIONS),
            "message": f"Good morning, I was told of treatment {number % 97} and would like to know what it costs.",
        }


def _peer_page() -> Any:
    from wagtail.models import Page

    from .form_page.models import FormField, FormPage

    page = FormPage(title="Contact", slug="peer")
    page.form_fields = [
        FormField(label=name, clean_name=name, field_type="multiline" if name == "message" else "singleline")
        for name in ("name", "email", "phone", "condition", "message")
    ]
    return Page.objects.get(depth=1).add_child(instance=page)


def _copy(model: Any, have: int, want: int, **changed: str) -> None:
    """Copy the first thousand rows that many times, with these columns changed; the database gives numbers."""
    from django.db import connection

    columns = {
        field.column: changed.get(field.column, field.column)
        for field in model._meta.local_concrete_fields
        if not field.generated and (field.column in changed or field.column != "id")
    }
    first = "enquiry_id" if "enquiry_id" in columns else "id"
    with connection.cursor() as cursor:
        # No parameters: a percent sign stays one.
        cursor.execute(
            f"WITH RECURSIVE copies(n) AS (SELECT {have} WHERE {have} < {want} UNION ALL "  # noqa: S608
            f"SELECT n + 1 FROM copies WHERE n + 1 < {want}) "
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} FROM copies CROSS JOIN {model._meta.db_table} "
            f"WHERE {first} <= {SEALED}"
        )


def _client() -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    users = get_user_model()._default_manager
    client = Client()
    client.force_login(users.filter(is_superuser=True).first() or users.create_superuser("bench", "", "bench"))
    return client


def _rows(size: int) -> Iterator[Row]:
    """Yield what is measured with that many; the first size is the floor of the others."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name, call in _calls(size):
        call()
        with CaptureQueriesContext(connection) as queries:
            response = call()
        assert getattr(response, "status_code", 200) == 200, name
        floor = "" if size == SIZES[0] else f"{name} ({SIZES[0]})"
        yield Row(f"{name} ({size})", call, floor, {"queries": len(queries)})


def _calls(size: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    from django.apps import apps
    from django.test import RequestFactory
    from django.urls import reverse

    from contact.encryption import seal
    from contact.keyset import Cursor
    from contact.models import Enquiry
    from contact.services.ordering import order_of
    from contact.services.subjects import subject_of
    from contact.views.listing import EnquiryList

    from .form_page.models import FormPage

    client = _client()
    inbox = "citewell_contact_enquiries"
    everything = reverse(f"{inbox}:tab", args=["all"])
    before = Enquiry.objects.order_by("created_at", "pk")[30]
    last = {"after": str(Cursor(before.created_at, before.pk))}
    found = reverse(f"{inbox}:found", args=[seal("visitor7@example.org")])
    common = reverse(f"{inbox}:found", args=[seal("treatment mara")])
    yield LIST, partial(client.get, everything)
    yield LAST, partial(client.get, everything, last)
    yield "inbox, search for an address", partial(client.get, found)
    yield "inbox, search for common words", partial(client.get, common)
    condition = subject_of(apps.get_model("citewell_pages", "Condition").objects.first().pk)
    yield "inbox, of one condition", partial(client.get, everything, {"condition": condition})
    for ordering in ("status", "assignee"):
        order = order_of(ordering, Enquiry.objects.of_persons())
        *_some, first_of_last = order.backwards.rows(Enquiry.objects.of_persons(), most=31)
        last = {"ordering": ordering, "after": str(order.cursor(first_of_last))}
        yield f"inbox by {ordering}, page 1", partial(client.get, everything, {"ordering": ordering})
        yield f"inbox by {ordering}, last page", partial(client.get, everything, last)
    yield "enquiry", partial(client.get, reverse(f"{inbox}:detail", args=[size // 2]))
    yield "report of 90 days", partial(client.get, reverse(f"{inbox}:report"))
    request = RequestFactory().get("/")
    request.user = Enquiry._meta.get_field("assignee").related_model.objects.first()
    yield "counts of the tabs alone", lambda: list(EnquiryList(request).tabs())
    peer = reverse("wagtailforms:list_submissions", args=[FormPage.objects.get().pk])
    yield f"{PEER}, page 1", partial(client.get, peer)
    yield f"{PEER}, last page", partial(client.get, peer, {"p": -(-size // 20)})


def write_inbox(format: str = "csv") -> Iterator[bytes]:
    """Yield the list as a file with the columns that are picked at first, piece by piece as a server sends it."""
    from django.urls import reverse

    from contact.views.exporting import PICKED_AT_FIRST

    address = reverse("citewell_contact_enquiries:export") + "?in=all"
    response = _client().post(address, {"columns": PICKED_AT_FIRST, "format": format})
    yield from response.streaming_content


def write_peer() -> Iterator[bytes]:
    """Yield Wagtail's CSV of the submissions."""
    from django.urls import reverse

    from .form_page.models import FormPage

    peer = reverse("wagtailforms:list_submissions", args=[FormPage.objects.get().pk])
    response = _client().get(peer, {"export": "csv"})
    yield from response.streaming_content


FILES: dict[str, Callable[[], Iterator[bytes]]] = {
    CSV: write_inbox,
    "inbox, XLSX": partial(write_inbox, "xlsx"),
    PEER_CSV: write_peer,
}


def measure_file(kind: str) -> dict[str, float]:
    """Return seconds, those of the processor, those until the first byte, and the peak of memory (MiB) beyond what the
    process held before."""
    from .installing import install

    install()
    _client().get("/admin/")
    before = peak_mib()
    started, cpu = time.perf_counter(), time.process_time()
    pieces = (piece for piece in FILES[kind]() if piece)
    assert next(pieces)
    first = time.perf_counter() - started
    for _piece in pieces:
        pass
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "first": first, "mib": peak_mib() - before}


if __name__ == "__main__":
    print(json.dumps(measure_file(sys.argv[1])))
