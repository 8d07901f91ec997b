"""The task that tries what is due right after it was stored. It is told nothing: what there is to do is in the rows."""

import time

from django_tasks import task

from .services.delivering import sweep

TURN_SECONDS = 2.0
"""Long enough for what came together. Then the worker is free for other tasks, or to end where it was told to; the
sweep goes on with the rest."""


@task
def deliver_due() -> None:
    """Tries what is due and free; never raises for a failed delivery (that is its row's business)."""
    end = time.monotonic() + TURN_SECONDS
    sweep(stop=lambda: time.monotonic() > end)
