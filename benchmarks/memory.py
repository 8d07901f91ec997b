"""How much memory a process holds, as Linux tells it."""

import resource
from pathlib import Path


def peak_mib() -> float:
    """Return the most memory that this process ever held."""
    try:
        # What getrusage tells on Linux begins with what the parent held when it forked.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def children_of(pid: int) -> list[int]:
    """Return the processes that it forked."""
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def held_mib(pid: int) -> float:
    """Return what a process holds, its part of what it shares with others included (PSS)."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(text.partition("\nPss:")[2].split()[0]) / 1024
