"""A command gets a PostgreSQL of its own, and nothing of it stays."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import own_postgres

SCRIPT = Path(own_postgres.__file__)
PROGRAM = """
import os, psycopg
address = os.environ["TEST_DATABASE_URL"]
print(address, psycopg.connect(address).execute("SELECT 1").fetchone())
raise SystemExit(3)
"""


@pytest.mark.skipif(own_postgres.programs() is None, reason="PostgreSQL's server is not installed")
def test_a_command_finds_it_and_gives_its_exit_code():
    done = subprocess.run([sys.executable, SCRIPT, sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    address, _space, row = done.stdout.strip().partition(" ")
    assert row == "(1,)"
    port = int(address.partition("127.0.0.1:")[2].partition("/")[0])
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_where_it_is_not_installed_it_says_so(monkeypatch):
    monkeypatch.setattr(own_postgres, "programs", lambda: None)
    with pytest.raises(FileNotFoundError, match="not installed"), own_postgres.running_cluster():
        pass
