"""`make bench`: starts what it compares, measures, prints, and leaves nothing behind.

PostgreSQL, gunicorn, a stock Wagtail site and nginx are started in folders of their own. docs/benchmarks.md tells what
the rows are. Ctrl-C ends everything in order.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.own_postgres import running_cluster

from . import growth, inside, intake, served_pages, sites, starting
from .environments import make_environment
from .processes import end_when_told
from .reporting import Report, measure_apart
from .results import Results, put_figures


@dataclass(frozen=True)
class Part:
    """What can be measured by itself: what it is called, and how a run with these options measures it."""

    names: tuple[str, ...]
    measure: Callable[[argparse.Namespace], Report]

    def is_chosen(self, only: str) -> bool:
        """Tell whether the text is in one of the names."""
        return bool(self.first_chosen(only))

    def first_chosen(self, only: str) -> str:
        """Return the first name that holds the text; '' where none does."""
        return next((name for name in self.names if only in name), "")


def measure_inside(options: argparse.Namespace) -> Report:
    """Measure what needs no server, in a process and on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
        environ = make_environment(folder, f"sqlite:///{folder}/bench.sqlite3")
        arguments = ["--rounds", str(options.rounds), "--only", options.only, *["--million"] * options.million]
        return measure_apart("benchmarks.inside", *arguments, environ=environ)


def measure_against_stock(options: argparse.Namespace) -> Report:
    """Measure what stands beside a stock site; both sites are made once."""
    whole = Report()
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder, running_cluster() as cluster:
        own, stock = sites.build_sites(Path(folder), cluster)
        if any(options.only in name for name in served_pages.NAMES):
            rounds, seconds = max(3, options.rounds // 8), 0.5 if options.short else 1.0
            whole.add(served_pages.report(own, stock, Path(folder), rounds=rounds, seconds=seconds, only=options.only))
        if options.only in starting.TITLE:
            whole.add(starting.report(own, stock, rounds=3 if options.short else 7))
    return whole


PARTS = (
    Part((*served_pages.NAMES, starting.TITLE), measure_against_stock),
    Part((growth.TITLE,), lambda options: growth.report(short=options.short, large=options.million)),
    Part(inside.NAMES, measure_inside),
    Part((intake.TITLE,), lambda options: intake.measure_all(short=options.short)),
)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="how often each row is measured (60; slow ones less)")
    parser.add_argument("--only", default="", metavar="TEXT", help="what has this in its name, and what it is beside")
    parser.add_argument("--short", action="store_true", help="shorter windows and smaller sites, for a first look")
    parser.add_argument(
        "--million", action="store_true", help="a million enquiries, 50,000 pages: an hour more, 5 GB of the disk"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything for programs")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="put the tables into docs/benchmarks.md, or a new file"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return 1 when nothing has that name, 130 when the run was ended from outside."""
    options = parse(arguments)
    chosen = [part for part in PARTS if part.is_chosen(options.only)]
    if not chosen:
        print(f"Nothing is called {options.only!r}. There is:", file=sys.stderr)
        print("\n".join(f"  {name}" for part in PARTS for name in part.names), file=sys.stderr)
        return 1
    end_when_told()
    results = Results(is_whole=not options.only)
    try:
        for part in chosen:
            print(f"Measuring {part.first_chosen(options.only)} ...", file=sys.stderr, flush=True)
            results.report.add(part.measure(options))
    except KeyboardInterrupt:
        print("Ended; nothing is left behind.", file=sys.stderr)
        return 130
    print(results.as_text())
    if options.json:
        options.json.write_text(results.as_json(), encoding="utf-8")
    if options.markdown:
        page = options.markdown.read_text(encoding="utf-8") if options.markdown.exists() else ""
        options.markdown.write_text(put_figures(page, results.as_markdown()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
