"""Waking a worker for what was just stored, so that it need not wait for the next look of the sweep."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from typing import ClassVar

from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0
"""How long a queue outside the database is left alone after a fault, so that one that never answers costs one visitor
a wait, not every visitor. The sweep sends meanwhile."""

AWAKE_SECONDS = 1.0
"""For so long after it woke a worker a process wakes none again. That worker takes all that is due; what comes after
its turn is the sweep's, which looks every other second."""


class _Waker:
    """What this process remembers; one for all threads."""

    not_before: ClassVar[float] = 0.0


def wake_on_commit() -> None:
    """Asks the task backend for a worker that tries what is due, as soon as the caller's transaction is committed.

    Only the hurry is lost when that fails: `manage.py deliver` finds the rows anyway. So a broken queue must not
    turn a stored enquiry into an error page, and after a fault it is left alone for PAUSE_SECONDS. A queue in this
    very database is written in the same transaction: a commit of its own for each task would be most of what taking
    an enquiry costs on SQLite.
    """
    inside = is_in_database()

    def wake() -> None:
        from ..tasks import deliver_due

        if time.monotonic() < _Waker.not_before:
            return
        _Waker.not_before = time.monotonic() + AWAKE_SECONDS
        try:
            # The savepoint is for PostgreSQL, where a failed statement would end the caller's transaction.
            with transaction.atomic() if inside else nullcontext():
                deliver_due.using(backend=task_backend()).enqueue()
        except Exception:
            logger.warning("Could not wake a worker for what is due; the sweep will find it")
            _Waker.not_before = time.monotonic() + PAUSE_SECONDS

    if inside:
        wake()
    else:
        transaction.on_commit(wake, robust=True)


def forget_waking() -> None:
    """Wakes again at the next call, whatever was before."""
    _Waker.not_before = 0.0


def is_in_database() -> bool:
    """Whether tasks wait in the database that the deliveries are in."""
    backend = getattr(settings, "TASKS", {}).get(task_backend(), {}).get("BACKEND", "")
    return str(backend).startswith("django_tasks_db.")


def task_backend() -> str:
    """Returns the task backend that wakes the workers: the one called "outbox", or the project's default."""
    return "outbox" if "outbox" in getattr(settings, "TASKS", {}) else "default"
