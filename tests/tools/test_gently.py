"""The helper that starts what gives way to others."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUP = Path("/proc/self/autogroup")
SAYS = ["sh", "-c", f"nice; cat {GROUP} 2>/dev/null; exit 7"]


def shares_by_sessions() -> bool:
    """Whether sessions have a share here, and this process may change that of its own."""
    return os.access(GROUP, os.W_OK) and GROUP.read_text().startswith("/autogroup")


def run(*, own_session: bool) -> tuple[int, str, str]:
    """The answer of a program that was started gently, how nice it is, and its session."""
    command = [str(ROOT / "tools/gently"), *SAYS]
    done = subprocess.run(command, capture_output=True, text=True, start_new_session=own_session, timeout=30)
    niceness, _line, session = done.stdout.partition("\n")
    return done.returncode, niceness, session.strip()


def test_it_is_the_program_and_gives_way() -> None:
    assert run(own_session=True)[:2] == (7, "10")


@pytest.mark.skipif(not shares_by_sessions(), reason="no Linux that shares by sessions")
def test_a_session_of_its_own_gives_way_and_one_of_somebody_else_stays_as_it_is() -> None:
    before = GROUP.read_text().strip()
    assert run(own_session=True)[2].endswith(" nice 10")
    assert run(own_session=False)[2] == before
