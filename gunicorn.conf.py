"""How gunicorn serves the site; an installation changes it through the environment."""

import gc
import os
import sys
from typing import Any

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = int(os.environ.get("WEB_THREADS") or 8)
# Loading before forking shares the memory, and an unsafe setting ends in one sentence instead of a restart loop.
preload_app = True
# A request that was begun is finished on SIGTERM.
graceful_timeout = 30
timeout = 60
keepalive = 5
# Heartbeats on a disk stall the worker when that disk does.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True

# The other processes of the Procfile, the publisher, and what cron and people run beside them.
OTHER_CONNECTIONS = 10
# What the server, the role and the database leave to this one; NULL is no bound.
ALLOWED = """
SELECT least(
    current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
)
"""


def when_ready(server: Any) -> None:
    """Refuse more threads than the database takes. Set the loaded program apart from what requests make: the collector
    of garbage need not go through it again and again, and the workers go on sharing its memory."""
    if refusal := find_refusal(server.cfg.workers * server.cfg.threads):
        sys.exit(f"Citewell does not start. {refusal}")
    gc.collect()
    gc.freeze()


def find_refusal(web: int) -> str:
    """Say what to set where so many threads, each with a connection of its own, leave none to others; '' else."""
    allowed = int(os.environ.get("DATABASE_CONNECTIONS") or 0) or read_allowed()
    if allowed is None or web + OTHER_CONNECTIONS <= allowed:
        return ""
    return (
        f"Processes × threads are {web}, each thread keeps a connection, and {OTHER_CONNECTIONS} are for other "
        f"processes; the database allows {allowed}. Set WEB_CONCURRENCY and WEB_THREADS lower, raise max_connections, "
        "or say in DATABASE_CONNECTIONS how many this machine may take from a pooler."
    )


def read_allowed() -> int | None:
    """Ask PostgreSQL how many connections it allows; None for another database, and for one that does not answer."""
    from django.db import DatabaseError, connection

    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(ALLOWED)
            return int(cursor.fetchone()[0])
    except DatabaseError:
        return None
    finally:
        # The workers are forked from this process and must not share it.
        connection.close()
