"""One installation of real processes with a database, a folder and ports of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from cms.installation import new_fernet_key

from .databases import Database
from .processes import ROOT, Process, answers, free_port

LONG_AGO = "2000-01-01 00:00:00"
DELIVERIES = "citewell_outbox_delivery"
# What a machine that runs the tests may have set, and an installation must not see.
_FOREIGN = ("DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST", "EMAIL_URL", "TASKS_BACKEND", "CACHE_URL", "SENTRY_DSN")
_SECRET_KEY = "faults-only-" + "0123456789" * 5
_DATA_KEY = new_fernet_key()


@dataclass(frozen=True)
class Answer:
    """What a sender of an enquiry got, and after how many seconds; the receipt is empty where it was refused."""

    status: int
    receipt: str
    seconds: float


class Installation:
    """The processes of the Procfile, each started when a test asks for it and gone when the test ends.

    `environ` holds the settings: change it before a process starts, or stop and start it again.
    """

    def __init__(self, folder: Path, database: Database, **environ: str) -> None:
        self.folder, self.database = folder, database
        self.port = free_port()
        self.environ = {name: value for name, value in os.environ.items() if name not in _FOREIGN} | {
            "VAR_DIR": str(folder),
            "DEBUG": "off",
            "SECRET_KEY": _SECRET_KEY,
            "DATA_KEYS": _DATA_KEY,
            "DATABASE_URL": database.url,
            "PORT": str(self.port),
            "BIND": f"127.0.0.1:{self.port}",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "2",
            "LOG_LEVEL": "WARNING",
            **environ,
        }
        self.processes: list[Process] = []

    # --- Processes ----------------------------------------------------------------------------------------------------
    def start_web(self) -> Process:
        """Gunicorn as in production, ready to answer."""
        web = self._start("web", ["-m", "gunicorn", "--config", "gunicorn.conf.py", "cms.wsgi"])
        web.wait_until(lambda: answers(self.port), "gunicorn")
        return web

    def start_worker(self) -> Process:
        """The worker of the database's task queue."""
        return self._start("worker", ["manage.py", "db_worker", "--backend", "outbox", "--skip-checks"])

    def start_redis_worker(self) -> Process:
        """The worker of the Redis task queue, for an installation with TASKS_BACKEND and TASKS_URL set to it."""
        return self._start("rqworker", ["manage.py", "rqworker", "--job-class", "django_tasks_rq.Job", "default"])

    def start_sweep(self, interval: float = 0.2) -> Process:
        """The sweep, which looks more often than in production."""
        command = ["manage.py", "deliver", "--forever", "--skip-checks", "--interval", str(interval)]
        return self._start("sweep", command)

    def start_publisher(self) -> Process:
        """What writes public pages as files; it looks more often than in production."""
        command = ["manage.py", "publish_pages", "--forever", "--skip-checks", "--interval", "0.2"]
        return self._start("publisher", command)

    def manage(self, *arguments: str, timeout: float = 300) -> str:
        """Run a command of manage.py to its end and return what it printed; raises when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def clean_up(self) -> None:
        """Kill what runs and take the database away."""
        for process in self.processes:
            process.clean_up()
        self.database.drop()

    def log(self) -> str:
        """What all processes said so far."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def _start(self, name: str, arguments: list[str]) -> Process:
        process = Process(arguments, self.environ, self.folder / f"{name}.log")
        self.processes.append(process)
        return process

    # --- Visitors -----------------------------------------------------------------------------------------------------
    def contact_page(self) -> int:
        """The id of the demo's contact page."""
        return int(self.database.execute("SELECT page_ptr_id FROM citewell_contact_contactpage")[0][0])

    def consent_version(self) -> str:
        """The words that a visitor of the demo agrees to."""
        form = self.request("GET", f"/api/v1/enquiries/form?page={self.contact_page()}")[1]
        return str(json.loads(form)["consent"]["version"])

    def send_enquiry(self, key: str = "", *, consent_version: str = "", **fields: Any) -> Answer:
        """Post an enquiry as a front end does; raises OSError or HTTPException where no answer comes."""
        body = {
            "page": self.contact_page(),
            "kind": "client",
            "name": f"Mara Lind {key}",
            "email": "mara@example.org",
            "message": f"Could somebody call me about a first appointment, please? {key}",
            "consent": True,
            "consent_version": consent_version or self.consent_version(),
            **fields,
        }
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        started = time.monotonic()
        status, text = self.request("POST", "/api/v1/enquiries", json.dumps(body), headers)
        seconds = time.monotonic() - started
        return Answer(status, str(json.loads(text)["receipt"]) if status == 201 else "", seconds)

    def request(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """One request over a connection of its own: status and body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response: HTTPResponse = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    # --- The outbox ---------------------------------------------------------------------------------------------------
    def delivery_statuses(self) -> list[str]:
        """The status of every delivery, oldest first."""
        return [str(row[0]) for row in self.database.execute(f"SELECT status FROM {DELIVERIES} ORDER BY id")]

    def failures(self) -> list[str]:
        """Why deliveries failed, where they did."""
        rows = self.database.execute(f"SELECT last_error FROM {DELIVERIES} WHERE last_error <> '' ORDER BY id")
        return [str(row[0]) for row in rows]

    def all_sent(self) -> bool:
        """Whether there are deliveries and none is left."""
        return set(self.delivery_statuses()) == {"sent"}

    def let_leases_run_out(self) -> None:
        """As if three minutes had passed."""
        self.database.execute(f"UPDATE {DELIVERIES} SET leased_until = %s WHERE lease IS NOT NULL", LONG_AGO)

    def let_waits_end(self) -> None:
        """As if the time of every next attempt had come."""
        self.database.execute(f"UPDATE {DELIVERIES} SET next_attempt_at = %s WHERE status = 'pending'", LONG_AGO)


def prepare(folder: Path, database: Database) -> None:
    """Make a database with the demo in it and the static files in the folder, to copy installations from.

    On PostgreSQL without waiting for the disk: what a crash would lose is made anew.
    """
    Installation(folder, database, PGOPTIONS="-c synchronous_commit=off").manage("prepare", "--demo", timeout=600)


def copy_static(source: Path, folder: Path) -> None:
    """Give an installation the collected static files of the prepared one."""
    (folder / "static").symlink_to(source / "static")
    shutil.copy(source / "static.stamp", folder / "static.stamp")
