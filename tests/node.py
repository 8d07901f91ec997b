"""Node.js for the tests of what front ends build: the example in examples/frontend/, with what its lock file pins."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parent.parent / "examples" / "frontend"
OLDEST = (20, 19)


def install() -> Path:
    """Install what the example needs, unless it is there; returns its folder.

    Skips the test where there is no Node.js; with CITEWELL_REQUIRE_NODE=1 it fails.
    """
    if reason := _missing():
        if os.environ.get("CITEWELL_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    wanted = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = FRONTEND / "node_modules" / "citewell.stamp"
    with (FRONTEND / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            npm("ci", "--no-audit", "--no-fund")
            stamp.write_text(wanted)
    return FRONTEND


def npm(*arguments: str) -> str:
    """Run npm in the example's folder; returns what it printed, fails the test with it when it did not succeed."""
    result = run("npm", *arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program in the example's folder."""
    environ = os.environ | {"ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=FRONTEND, env=environ, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _missing() -> str:
    if not (shutil.which("node") and shutil.which("npm")):
        return "there is no Node.js with npm: install version 20.19 or later"
    version = run("node", "--version").stdout.strip().removeprefix("v")
    if tuple(map(int, version.split(".")[:2])) < OLDEST:
        return f"Node.js {version} is too old: install version 20.19 or later"
    return ""
