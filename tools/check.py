"""`make check`: everything that reads the code instead of running it; goes on after a failure and names all of them.

Uses a folder and secrets of its own, so it needs no installation and changes none.
"""

import base64
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A live site as Django's deployment check wants to see it.
LIVE = {"BASE_URL": "https://www.clinic.example", "ALLOWED_HOSTS": "www.clinic.example"}


def steps() -> list[tuple[str, list[str], dict[str, str]]]:
    """Return what is checked: a name, the arguments of Python, and what the environment has besides."""
    manage = "manage.py"
    return [
        ("format", ["-m", "ruff", "format", "--check", "--quiet", "."], {}),
        ("lint", ["-m", "ruff", "check", "--quiet", "."], {}),
        ("types", ["-m", "mypy"], {}),
        ("templates", ["-m", "djlint", "--lint", "--quiet", "templates"], {}),
        ("system", [manage, "check", "--fail-level", "WARNING"], {}),
        ("system, live", [manage, "check", "--deploy", "--fail-level", "WARNING"], LIVE),
        ("migrations", [manage, "makemigrations", "--check", "--dry-run"], {}),
    ]


def environment(folder: str) -> dict[str, str]:
    """Return an environment in which the settings load: this machine's, with a folder and secrets that are thrown away.

    The database is SQLite whatever .env says: nothing is written to it.
    """
    secret = base64.urlsafe_b64encode(os.urandom(60)).decode()
    data_key = base64.urlsafe_b64encode(os.urandom(32)).decode()
    own = {"VAR_DIR": folder, "SECRET_KEY": secret, "DATA_KEYS": data_key, "DATABASE_URL": f"sqlite:///{folder}/db"}
    return os.environ | own | {"DEBUG": "off", "PYTHONWARNINGS": "default"}


def main() -> int:
    """Run every step, print what the failing ones say, and return 1 when one failed."""
    os.chdir(ROOT)
    failed = []
    with tempfile.TemporaryDirectory(prefix="citewell-check-") as folder:
        for name, arguments, more in steps():
            started = time.monotonic()
            environ = environment(folder) | more
            result = subprocess.run([sys.executable, *arguments], env=environ, capture_output=True, text=True)
            verdict = "ok" if result.returncode == 0 else "FAILED"
            print(f"{name:<14}{verdict:<8}{time.monotonic() - started:5.1f} s", flush=True)
            if result.returncode:
                failed.append(name)
                print(result.stdout + result.stderr, flush=True)
    if failed:
        print("make check failed: " + ", ".join(failed), file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
