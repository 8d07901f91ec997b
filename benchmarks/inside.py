"""What is measured inside one process, on SQLite and without a server: pages, printing, library, inbox, delivery API.

`python -m benchmarks.inside --only TEXT --rounds N [--million]`, in the environment of make bench; prints a report.
"""

import argparse
import sys

from .processes import end_when_told
from .reporting import Report

PAGES = "pages and printing"
PAGE_ROWS = (PAGES, "plain view, same bytes", "condition page, rendered", "condition page, kept", "condition page, 304")
PRINTING_ROWS = ("joining the fields (500)", "printing 500 in AMA", "printing 500 in NLM")
NAMES = (*PAGE_ROWS, *PRINTING_ROWS, "library list and search", "inbox", "delivery API", "references from RIS")
"""What can be chosen: the titles of the tables, and the rows of the first."""


def measure_all(*, rounds: int, only: str, with_a_million: bool) -> Report:
    """Prepare the database that the environment names, and measure what is chosen."""
    from .installing import install

    install()
    from django.core.management import call_command

    print("Preparing ...", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from . import delivery_api, inbox, library, measuring, references

    whole = _pages(rounds, only)
    if only in library.TITLE:
        rows = library.measure_library(rounds=max(3, rounds // 4))
        whole.add(Report([measuring.table(library.TITLE, rows)]))
    if only in inbox.TITLE:
        whole.add(inbox.report(rounds=max(3, rounds // 6), with_a_million=with_a_million))
    if only in delivery_api.TITLE:
        whole.add(delivery_api.report(rounds=max(5, rounds // 4)))
    if only in references.TITLE:
        print("Importing, each time in a process of its own ...", file=sys.stderr, flush=True)
        whole.add(references.report())
    return whole


def _pages(rounds: int, only: str) -> Report:
    from . import library, measuring, pages_with_citations

    if not any(only in name for name in (*PAGE_ROWS, *PRINTING_ROWS)):
        return Report()
    rows = [*pages_with_citations.rows(), *library.printing_rows()]
    wanted = {name for row in rows if only in row.name or only in PAGES for name in (row.name, row.floor)}
    chosen = [row for row in rows if row.name in wanted]
    print(f"Measuring, {rounds} rounds ...", file=sys.stderr, flush=True)
    measuring.measure(chosen, rounds=rounds)
    pages_with_citations.compare_sizes([row for row in chosen if "citations" in row.notes])
    return Report([measuring.table(PAGES, chosen)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", default="")
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    end_when_told()
    print(measure_all(rounds=options.rounds, only=options.only, with_a_million=options.million).as_json())
