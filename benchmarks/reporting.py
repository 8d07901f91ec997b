"""What a part of the benchmarks hands back, also from a process of its own: tables, and numbers that were asked for."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from .processes import ROOT, ending
from .tables import Table

SECONDS_TO_END_IN_ORDER = 180


@dataclass
class Report:
    """Tables to be read, and what was found for the names in `asked.py`."""

    tables: list[Table] = field(default_factory=list)
    found: dict[str, float] = field(default_factory=dict)

    def add(self, other: "Report") -> None:
        """Take in what another part found."""
        self.tables += other.tables
        self.found |= other.found

    def as_json(self) -> str:
        """On one line."""
        return json.dumps(asdict(self))


def read_report(line: str) -> Report:
    """Return what `as_json` wrote."""
    read = json.loads(line)
    return Report([Table(**table) for table in read["tables"]], read["found"])


def measure_apart(module: str, *arguments: str, environ: Mapping[str, str] | None = None) -> Report:
    """Run a module that prints a report as its last line, in a process of its own, and return the report."""
    return read_report(_last_line(module, arguments, environ))


def run_apart(module: str, *arguments: str) -> dict[str, float]:
    """The same for one that prints a few numbers."""
    return dict(json.loads(_last_line(module, arguments, None)))


def _last_line(module: str, arguments: tuple[str, ...], environ: Mapping[str, str] | None) -> str:
    """What it says besides goes where this process's words go. Raises CalledProcessError when it failed.

    When this process is told to end it is told so too, and has the time to end in order what it started.
    """
    command = [sys.executable, "-m", module, *arguments]
    told = os.environ | dict(environ or {})
    started = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True, start_new_session=True)
    with ending(started, SECONDS_TO_END_IN_ORDER) as process:
        said: str = process.communicate()[0]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return said.splitlines()[-1]
