"""Which server serves the site best: gunicorn's threads, gunicorn's single requests, or granian.

`python -m benchmarks.servers [--granian PYTHON]`; the other Python is that of an environment that has requirements.txt
and granian. Not a part of make bench: docs/decisions/0051 says what was chosen.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.own_postgres import running_cluster

from .hammer import Hammer, Target, running_hammer
from .loads import Load, measure_loads, table_of
from .memory import children_of, held_mib
from .own_site import path_of
from .processes import end_when_told, free_port, serving
from .sites import FIRST_SLUG, GUNICORN, ServedSite, build_own
from .starting import Started, wait_for_answer
from .tables import Table, say_seconds

TITLE = "servers"


def commands(granian: str, port: int) -> dict[str, tuple[str, ...]]:
    """How each is started, two processes each."""
    found = {
        "gunicorn, threads": (*GUNICORN, "cms.wsgi"),
        "gunicorn, sync": (*GUNICORN, "--worker-class", "sync", "cms.wsgi"),
    }
    if granian:
        start = (granian, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port))
        threads = ("--workers", "2", "--blocking-threads", "8", "--no-ws", "cms.wsgi:application")
        found["granian"] = (*start, *threads)
    return found


def measure_server(name: str, command: tuple[str, ...], port: int, own: ServedSite, hammer: Hammer) -> Iterator[Load]:
    """Yield what it serves: a kept page, a rendered one, JSON, each asked for by one and by sixteen."""
    html = path_of(FIRST_SLUG)
    paths = {"kept": html, "rendered": f"{html}?rendered", "JSON": f"/api/v1/pages/{own.pages[FIRST_SLUG]}"}
    told = own.environ | {"BIND": f"127.0.0.1:{port}"}
    with serving(*command, port=port, environ=told):
        loads = [
            Load(f"{name}: {what}", clients, Target(port, path)) for what, path in paths.items() for clients in (1, 16)
        ]
        measure_loads(hammer, loads, rounds=5, seconds=0.7)
        yield from loads


def measure_start(command: tuple[str, ...], port: int, own: ServedSite, hammer: Hammer) -> Started:
    """Start it three times."""
    started, target = Started(), Target(port, path_of(FIRST_SLUG))
    for _time in range(3):
        with serving(*command, environ=own.environ | {"BIND": f"127.0.0.1:{port}"}) as process:
            started.seconds.append(wait_for_answer(target, process))
            hammer.hit(target, senders=16, seconds=1)
            workers = [held_mib(pid) for pid in children_of(process.pid)]
            started.worker.append(statistics.mean(workers))
            started.whole.append(sum(workers) + held_mib(process.pid))
    return started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.servers", description=__doc__)
    parser.add_argument("--granian", default="", metavar="PYTHON")
    options = parser.parse_args()
    end_when_told()
    loads, lines = [], [["", "first 200", "MiB a worker", "MiB in all"]]
    with (
        tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder,
        running_cluster() as cluster,
        running_hammer() as hammer,
    ):
        own = build_own(Path(folder), cluster)
        port = free_port()
        for name, command in commands(options.granian, port).items():
            print(f"Measuring {name} ...", file=sys.stderr, flush=True)
            loads += list(measure_server(name, command, port, own, hammer))
            started = measure_start(command, port, own, hammer)
            sizes = (f"{statistics.median(held):.0f}" for held in (started.worker, started.whole))
            lines.append([name, say_seconds(statistics.median(started.seconds)), *sizes])
    print(table_of(f"{TITLE}, PostgreSQL, two processes", loads).as_text())
    print(Table("start and memory", lines).as_text())


if __name__ == "__main__":
    main()
