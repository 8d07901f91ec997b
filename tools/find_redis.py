"""Exits 0 where a Redis answers that tests may use, else 1: TEST_REDIS_URL, or the server on 127.0.0.1:6379."""

import os
import sys

import redis


def main() -> int:
    """Ask it, briefly."""
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/13")
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3).ping()
    except redis.RedisError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
