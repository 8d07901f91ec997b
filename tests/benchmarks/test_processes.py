"""Nothing that was started for a measurement outlives it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.processes import free_port, serving, takes_connections

FAMILY = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
SERVER = "import socketserver, sys; socketserver.TCPServer(('127.0.0.1', {port}), None).serve_forever()"
MEASUREMENT = """
import os, sys, tempfile, time
from benchmarks.processes import end_when_told, serving
end_when_told()
with tempfile.TemporaryDirectory() as folder, serving(sys.executable, "-c", {family!r}) as process:
    print(folder, process.pid, flush=True)
    time.sleep(60)
"""


def is_gone(group: int) -> bool:
    """Whether no process of the group is left, which the kernel may take a moment for."""
    for _try in range(100):
        if subprocess.run(["pgrep", "-g", str(group)], capture_output=True).returncode:
            return True
        time.sleep(0.05)
    return False


def test_a_server_and_its_children_end_with_the_block():
    with (
        pytest.raises(KeyboardInterrupt),
        serving(sys.executable, "-c", FAMILY + "time.sleep(60)") as process,
    ):
        raise KeyboardInterrupt
    assert is_gone(process.pid)


def test_one_that_does_not_end_is_killed_and_nobody_is_the_worse_for_it(monkeypatch):
    monkeypatch.setattr("benchmarks.processes.SECONDS_TO_END", 0.1)
    port = free_port()
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SERVER.format(port=port)
    with serving(sys.executable, "-c", deaf, port=port) as process:
        pass
    assert process.returncode == -signal.SIGKILL


def test_one_that_serves_is_waited_for():
    port = free_port()
    with serving(sys.executable, "-c", SERVER.format(port=port), port=port):
        assert takes_connections(port)
    assert not takes_connections(port)


def test_one_that_ends_before_it_serves_is_quoted():
    with (
        pytest.raises(RuntimeError, match="no such luck"),
        serving(sys.executable, "-c", "raise SystemExit('no such luck')", port=free_port()),
    ):
        pass


def test_what_is_measured_apart_ends_in_order_too(tmp_path):
    program = (
        "from benchmarks.processes import end_when_told; from benchmarks.reporting import measure_apart; "
        f"end_when_told(); measure_apart('tests.benchmarks.lasting', {str(tmp_path / 'served')!r})"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as whole:
        while not (tmp_path / "served").exists():
            assert whole.poll() is None
            time.sleep(0.05)
        whole.send_signal(signal.SIGINT)
        whole.wait(timeout=60)
    assert is_gone(int((tmp_path / "served").read_text()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_end_it_leaves_neither_processes_nor_folders(number):
    program = MEASUREMENT.format(family=FAMILY + "time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as whole:
        folder, group = whole.stdout.readline().decode().split()
        whole.send_signal(number)
        whole.wait(timeout=60)
    assert is_gone(int(group))
    assert not Path(folder).exists()
