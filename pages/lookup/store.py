"""What the resolver keeps between look-ups: answers, pauses and the count of questions, in a cache that is given."""

import logging
import time
from typing import Any, Protocol

logger = logging.getLogger(__name__)

PREFIX = "citewell:lookup:2:"


class Cache(Protocol):
    """The part of Django's cache that is used here."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value, or the default."""

    def set(self, key: str, value: Any, timeout: float | None = None) -> None:
        """Keep a value for some seconds."""

    def add(self, key: str, value: Any, timeout: float | None = None) -> bool:
        """Keep a value unless there is one."""

    def incr(self, key: str) -> int:
        """Count one up."""


class Store:
    """A cache whose faults are no faults of a look-up: without it, nothing is remembered and that is all."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def get(self, key: str) -> Any:
        """Return what is kept; None also where the cache is down."""
        try:
            return self.cache.get(PREFIX + key)
        except Exception:  # each backend has exceptions of its own
            logger.warning("The cache does not answer; the look-up goes on without it.")
            return None

    def set(self, key: str, value: Any, seconds: float) -> None:
        """Keep a value; nothing happens where the cache is down."""
        try:
            self.cache.set(PREFIX + key, value, timeout=seconds)
        except Exception:  # as above
            logger.warning("The cache does not answer; the answer is not kept.")

    def count(self, key: str, seconds: float) -> int:
        """Return how often this was counted, this time included; 1 where the cache is down."""
        try:
            self.cache.add(PREFIX + key, 0, timeout=seconds)
            return self.cache.incr(PREFIX + key)
        except Exception:  # as above, and ValueError where the key went out in between
            return 1


def wait_turn(store: Store, host: str, *, per_second: int, patience: float) -> bool:
    """Wait until this host may be asked again, all processes that share the cache counted; False out of patience."""
    give_up = time.monotonic() + patience
    while True:
        now = time.time()
        if store.count(f"turn:{host}:{int(now)}", 5) <= per_second:
            return True
        until_next = int(now) + 1 - now
        if time.monotonic() + until_next > give_up:
            return False
        time.sleep(until_next)
