"""`make run` looks before it starts: a taken port and an odd one end in one sentence."""

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import run

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Start the script with a folder of its own; only starts that end at once are asked for."""
    environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environ}
    script = [sys.executable, str(ROOT / "tools/run.py")]
    return subprocess.run(script, env=environ, capture_output=True, text=True, timeout=60)


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = start(tmp_path, PORT=str(port))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} of this machine is taken")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_what_is_no_port_is_one_sentence(tmp_path, port):
    ended = start(tmp_path, PORT=port)
    assert ended.returncode == 1
    assert "set it to a number between 1 and 65535" in ended.stderr


def test_lost_keys_are_one_sentence(tmp_path):
    (tmp_path / "db.sqlite3").touch()
    ended = start(tmp_path)
    assert "Citewell does not start." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_free_port_is_free():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert not run.port_is_free(port)
    assert run.port_is_free(port)


def test_the_site_is_waited_for(monkeypatch):
    answers = iter([ConnectionRefusedError(), ConnectionRefusedError(), io.BytesIO()])

    def urlopen(url, timeout):
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(run.urllib.request, "urlopen", urlopen)
    run.wait_for_site("8123")
    assert next(answers, None) is None


def test_the_announcement_names_both_addresses_and_the_login(capsys, tmp_path):
    run.announce({"PORT": "8123", "ADMIN_USERNAME": "admin", "ADMIN_PASSWORD": "secret", "VAR_DIR": str(tmp_path)})
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8123/admin/" in said
    assert "admin  secret" in said
