"""Redis as a cache whose faults are no faults of the site: while it is away, nothing is remembered and that is all."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0
"""How long Redis is left alone after a fault, so that one that never answers costs one wait, not one for each page."""

WAIT_SECONDS = 1.0
"""How long an answer may take."""


def _or(nothing: Any, method: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method, but `nothing` where Redis does not answer or is being left alone."""

    @wraps(method)
    def steady(self: "SteadyClient", *args: Any) -> Any:
        if time.monotonic() < SteadyClient.paused_until:
            return nothing
        try:
            return method(self, *args)
        except RedisError as error:
            SteadyClient.paused_until = time.monotonic() + PAUSE_SECONDS
            logger.error("The cache does not answer (%s); the site goes on without it", type(error).__name__)
            return nothing

    return steady


class SteadyClient(RedisCacheClient):
    """Django's client, for one that is away: every key is missing, and nothing is kept."""

    # One for all threads of the process: each has a client of its own.
    paused_until: ClassVar[float] = 0.0

    add = _or(False, RedisCacheClient.add)
    set = _or(None, RedisCacheClient.set)
    touch = _or(False, RedisCacheClient.touch)
    delete = _or(False, RedisCacheClient.delete)
    has_key = _or(False, RedisCacheClient.has_key)
    set_many = _or(None, RedisCacheClient.set_many)
    delete_many = _or(None, RedisCacheClient.delete_many)
    clear = _or(False, RedisCacheClient.clear)
    _get_many = _or(None, RedisCacheClient.get_many)
    _incr = _or(None, RedisCacheClient.incr)

    def get(self, key: Any, default: Any) -> Any:
        """Return the value, or the default."""
        found = self._get_many([key])
        return found[key] if found else default

    def get_many(self, keys: Any) -> dict[Any, Any]:
        """Return what is there."""
        return self._get_many(keys) or {}

    def incr(self, key: Any, delta: int) -> int:
        """Return the new count; raise ValueError, as for any key that is missing."""
        if (count := self._incr(key, delta)) is None:
            raise ValueError("The cache does not answer")
        return int(count)


class SteadyRedisCache(RedisCache):
    """Django's backend with that client, and with an end to waiting."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SteadyClient
        waits = {"socket_connect_timeout": WAIT_SECONDS, "socket_timeout": WAIT_SECONDS}
        self._options: dict[str, Any] = waits | params.get("OPTIONS", {})
