"""How gunicorn serves the site; an installation changes it through the environment."""

import gc
import os
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


def when_ready(server: Any) -> None:
    """Set the loaded program apart from what requests make: the collector of garbage need not go through it again and
    again, and the workers go on sharing its memory."""
    gc.collect()
    gc.freeze()
