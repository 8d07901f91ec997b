"""A real gunicorn on loopback that serves the database of the tests, for what only real processes show.

It has no collected static files, so what it serves are posts, redirects and JSON, not whole pages.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60


@contextmanager
def running_gunicorn(*, processes: int = 2) -> Iterator[int]:
    """Start it and give its port; the rows must be committed for it to see them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "DATABASE_URL": database_url(),
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(processes),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi"], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.communicate(timeout=40)


def database_url() -> str:
    """Return the address of the test database as `DATABASE_URL` takes it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    login = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}" if at["PASSWORD"] else quote(at["USER"])
    return f"postgres://{login}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


def wait_for(port: int, server: subprocess.Popen[str]) -> None:
    """Return when it takes connections; raise what it said when it ended instead."""
    for _try in range(SECONDS_TO_START * 10):
        if server.poll() is not None:
            raise RuntimeError(server.communicate()[1])
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("gunicorn did not start")
