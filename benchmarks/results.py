"""A whole run as text, as JSON and as the part of docs/benchmarks.md that holds the last figures."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from tools.own_postgres import programs

from .asked import ASKED, judge
from .reporting import Report
from .tables import Table

PACKAGES = ("Django", "wagtail", "gunicorn", "psycopg")


def read_versions() -> dict[str, str]:
    """Return the versions of what is measured and of what measures."""
    found = {"Python": platform.python_version()} | {name.capitalize(): version(name) for name in PACKAGES}
    if (folder := programs()) is not None:
        found["PostgreSQL"] = _say([str(folder / "postgres"), "--version"]).split()[2]
    return found


def _say(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


HEADING = "## Last figures"


def put_figures(page: str, figures: str) -> str:
    """Return a page with these in place of what stood below its heading; the figures alone where it has none."""
    before, heading, _old = page.partition(f"{HEADING}\n")
    return f"{before}{heading}\n{figures}" if heading else figures


@dataclass
class Results:
    """What a run found, when, on what, and how busy the machine was (load averages of one minute)."""

    report: Report = field(default_factory=Report)
    is_whole: bool = True
    versions: dict[str, str] = field(default_factory=read_versions)
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="minutes"))
    load_before: float = field(default_factory=lambda: os.getloadavg()[0])
    processors: int = field(default_factory=lambda: os.cpu_count() or 1)

    def headline(self) -> str:
        """Return what a reader must know of the run."""
        versions = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        busy = f"load average {self.load_before:.1f} before the run"
        warning = "; others used the machine" if self.load_before > self.processors / 2 else ""
        return f"{self.began}, {self.processors} processors, {busy}{warning}; {versions}"

    def verdicts(self) -> list[Table]:
        """Return what was asked beside what was measured; nothing where nothing of what was measured is asked for."""
        judged = judge(self.report.found, is_whole=self.is_whole)
        return [judged] if len(judged.lines) > 1 else []

    def as_text(self) -> str:
        """For a terminal; the verdicts come last."""
        tables = [table.as_text() for table in (*self.report.tables, *self.verdicts())]
        return "\n\n".join([self.headline(), *tables])

    def as_markdown(self) -> str:
        """For the page; the verdicts come first."""
        tables = [table.as_markdown() for table in (*self.verdicts(), *self.report.tables)]
        return "\n\n".join([f"{self.headline()}.", *tables]) + "\n"

    def as_json(self) -> str:
        """For programs: everything, and every number that was asked for with its bound."""
        found = self.report.found
        verdicts: list[dict[str, Any]] = [
            asdict(each)
            | {
                "measured": found.get(each.name),
                "met": each.is_met(found[each.name]) if each.name in found else None,
            }
            for each in ASKED
        ]
        run = {"began": self.began, "processors": self.processors, "load_before": self.load_before}
        tables = [asdict(table) for table in self.report.tables]
        return json.dumps(run | {"versions": self.versions, "asked": verdicts, "tables": tables}, indent=2) + "\n"
