"""What taking an enquiry costs, against Wagtail's own form page in the same processes, one after the other.

`python -m benchmarks.intake [--short] [--database sqlite|postgres]`. Served by gunicorn as the product ships it, with
the worker and the sweep of the Procfile beside it; encryption, search index, access log and the layers against spam
included. A PostgreSQL of its own is started where its programs are installed.
"""

import argparse
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tools.own_postgres import running_cluster

from . import asked
from .environments import make_environment
from .form_requests import REQUESTS, STORED, Site
from .intake_pages import prepare
from .processes import DOWN, NO_MAIL, SLOW, WORKING, end_when_told, free_port, mail_server, procfile, running
from .reporting import Report, measure_apart
from .senders import Outcome, send
from .tables import Table

TITLE = "enquiries"
SENDERS = (1, 16, 200)
ROWS = 100_000


@dataclass(frozen=True)
class Plan:
    """How long each window is, what is measured in it, and how many rows there are by then."""

    seconds: float
    windows: int
    senders: tuple[int, ...]
    rows: int


FULL = Plan(2.0, 5, SENDERS, ROWS)
SHORT = Plan(2.0, 1, (16,), 2_000)


# --- Measuring --------------------------------------------------------------------------------------------------------
@dataclass
class Taken(Outcome):
    """What came of a window, and how many mails left meanwhile: ours may go later, Wagtail's go with the answer."""

    mails: int = 0


def measure(place: dict[str, Any], plan: Plan) -> dict[tuple[str, int, str], Taken]:
    """The outcomes by mode, number of senders and system. Without mail only ours is measured: it is our own floor."""
    found: dict[tuple[str, int, str], Taken] = {}
    port, mail_port = int(os.environ["PORT"]), int(os.environ["MAIL_PORT"])
    with running("-m", "gunicorn", "--config", "gunicorn.conf.py", "cms.wsgi", port=port):
        site = Site(port=port, csrf_token="a" * 32, **place)
        for name, request in REQUESTS.items():
            # As many as there are threads: each has a connection of its own, and makes its statements there once.
            warm = send(port, lambda request=request: request(site), senders=16, seconds=2)
            assert warm.statuses[STORED[name]] or name == "Wagtail", f"{name} answers {warm.statuses}"
        for mode in (NO_MAIL, WORKING, SLOW, DOWN):
            with mail_server(mode, mail_port):
                for senders in plan.senders:
                    if mode != NO_MAIL:
                        found[mode, senders, "Wagtail"] = middle(site, "Wagtail", senders, plan)
                    with procfile(mode):
                        found[mode, senders, "Citewell"] = middle(site, "Citewell", senders, plan)
    return found


def one(site: Site, name: str, senders: int, seconds: float) -> Taken:
    """One window, and what is stored by it: every receipt must have its row."""
    request = REQUESTS[name]
    rows, mails = stored(name), sent(name)
    outcome = Taken(**vars(send(site.port, lambda: request(site), senders=senders, seconds=seconds)))
    new, outcome.mails = stored(name) - rows, sent(name) - mails
    assert new >= outcome.statuses[STORED[name]], f"{name}: {outcome.statuses}, but {new} rows"
    return outcome


def middle(site: Site, name: str, senders: int, plan: Plan) -> Taken:
    """The one in the middle of several windows by what was stored: how connections fall to the processes is chance."""
    windows = [one(site, name, senders, plan.seconds) for _time in range(plan.windows)]
    return sorted(windows, key=lambda each: each.good(STORED[name]))[plan.windows // 2]


def stored(name: str) -> int:
    """How many rows there are."""
    from wagtail.contrib.forms.models import FormSubmission

    from contact.models import Enquiry

    return (Enquiry if name == "Citewell" else FormSubmission).objects.count()


def sent(name: str) -> int:
    """How many mails left, as far as it is written down."""
    from outbox.models import Delivery

    return Delivery.objects.filter(status=Delivery.Status.SENT).count() if name == "Citewell" else 0


HEAD = ("senders", "Citewell/s", "p50", "p99", "mails/s", "Wagtail/s", "p50", "p99", "failed", "ratio", "p50 × no mail")


def report(
    database: str, found: dict[tuple[str, int, str], Taken], statements: dict[str, list[int]], plan: Plan
) -> Report:
    """The table of one database, and what is asked of PostgreSQL's."""
    lines = [["", *HEAD]]
    for (mode, senders, name), ours in found.items():
        if name != "Citewell":
            continue
        cells = [mode, str(senders), *numbers(ours, 201), f"{ours.mails / ours.window:.0f}"]
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


def judge(found: dict[tuple[str, int, str], Taken], statements: dict[str, list[int]]) -> dict[str, float]:
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
