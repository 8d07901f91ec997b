"""What importing many references from RIS costs in time and memory, against rispy alone reading the same file.

Each measurement is a process of its own, because memory that Python once took it does not give back. `make bench`
prints the table; `python -m benchmarks.references import 10000` is one measurement, in the environment of make bench.
"""

import json
import sys
import time
from collections.abc import Callable

from .memory import peak_mib
from .reporting import Report, run_apart
from .tables import Table

SIZES = (1_000, 10_000)
TITLE = "references from RIS"
FLOOR = "rispy alone"
ABSTRACT = (
    "We asked adults with lasting pain how they slept, moved and worked before and after each course of treatment, "
    "and compared their answers with those of a group that was still waiting. "
) * 5


def make_ris(count: int) -> str:
    """Return that many records as EndNote writes them, each of another source, one in ten with twelve authors."""
    return "".join(_record(number) for number in range(count))


def _record(number: int) -> str:
    authors = "".join(f"AU  - Writer{number}n{n}, Ann B.\n" for n in range(12 if number % 10 == 0 else 3))
    return (
        f"TY  - JOUR\n{authors}TI  - Outcomes of treatment {number} in a cohort of adults with pain\n"
        f"T2  - Journal of Measured Things\nJ2  - J Meas Things\nPY  - {1980 + number % 45}\nVL  - {number % 300}\n"
        f"IS  - {number % 12 + 1}\nSP  - {number}\nEP  - {number + 9}\nSN  - 0304-3959\nDO  - 10.5555/bench.{number}\n"
        f"AN  - {10_000_000 + number}\nDB  - PubMed\nKW  - pain\nKW  - cohort\nAB  - {ABSTRACT}\n"
        f"UR  - https://example.org/papers/{number}\nER  - \n\n"
    )


def read_with_rispy(text: str) -> None:
    """The floor: the parser that lies below, on the whole file, which it keeps in memory."""
    import rispy

    assert rispy.loads(text)


def read_alone(text: str) -> None:
    """Our reader, which yields record by record."""
    from pages.formats.read import entries

    assert sum(1 for _ in entries(text.encode()))


def import_all(text: str) -> None:
    """The whole import: reading, finding what is known, rows, revisions, search index; undone at the end."""
    from django.db import transaction

    from pages.services.import_records import import_records

    with transaction.atomic():
        assert import_records(_entries(text)).new == text.count("\nER  - ")
        transaction.set_rollback(True)


def import_again(text: str) -> None:
    """The same import when the library has everything: each record is compared with its own, nothing is written."""
    from django.db import transaction

    from pages.services.import_records import import_records

    with transaction.atomic():
        import_records(_entries(text))
        started = (time.perf_counter(), time.process_time())
        assert import_records(_entries(text)).known == text.count("\nER  - ")
        STARTED.append(started)
        transaction.set_rollback(True)


def _entries(text: str):  # type: ignore[no-untyped-def]
    from pages.formats.read import entries

    return entries(text.encode())


STARTED: list[tuple[float, float]] = []
MEASURED: dict[str, Callable[[str], None]] = {
    FLOOR: read_with_rispy,
    "read": read_alone,
    "import": import_all,
    "import again": import_again,
}


def measure_here(name: str, size: int) -> dict[str, float]:
    """Return seconds, seconds of the processor, and the peak of memory (MiB) beyond what the process held before.

    The text of the file is held before already. The ratio is one of processor time, which a busy machine does not move.
    """
    import django

    django.setup()
    text = make_ris(size)
    before = peak_mib()
    started = (time.perf_counter(), time.process_time())
    MEASURED[name](text)
    started = STARTED[0] if STARTED else started
    seconds, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    return {"seconds": seconds, "cpu": cpu, "mib": peak_mib() - before}


def report() -> Report:
    """Measure everything in processes of their own and return the table."""
    lines = [["", "records", "seconds", "of CPU", "× floor", "peak MiB"]]
    for size in SIZES:
        floor = 0.0
        for name in MEASURED:
            found = run_apart(__name__, name, str(size))
            floor = floor or found["cpu"]
            ratio = "floor" if name == FLOOR else f"{found['cpu'] / floor:.1f}"
            cells = [str(size), f"{found['seconds']:.2f}", f"{found['cpu']:.2f}", ratio, f"{found['mib']:.0f}"]
            lines.append([name, *cells])
    return Report([Table(TITLE, lines)])


if __name__ == "__main__":
    print(json.dumps(measure_here(sys.argv[1], int(sys.argv[2]))))
