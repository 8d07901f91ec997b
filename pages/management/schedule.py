"""What has its hour: pages that go live, or are taken down, at a time that an editor chose."""

import logging
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import DatabaseError, InterfaceError

logger = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two looks; editors choose a minute."""


class Schedule:
    """Does what `manage.py publish_scheduled` does, Wagtail's own command, once in so many seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = clock()

    def keep(self) -> None:
        """Do what is due. Raises what the database raises; anything else is logged and tried at the next look."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + EVERY
        try:
            call_command("publish_scheduled", verbosity=0)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            logger.exception("What was scheduled could not be published")
