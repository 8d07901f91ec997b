"""A Redis that is away is a cache without anything in it, and is left alone for a while."""

import socket

import pytest
from redis.exceptions import ConnectionError as RedisGone

from cms.steady_cache import PAUSE_SECONDS, RedisCacheClient, SteadyClient, SteadyRedisCache


@pytest.fixture
def away(monkeypatch):
    """Return a cache whose Redis refuses connections."""
    monkeypatch.setattr(SteadyClient, "paused_until", 0.0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return SteadyRedisCache(f"redis://127.0.0.1:{port}/0", {})


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda cache: cache.get("a", "nothing"), "nothing"),
        (lambda cache: cache.set("a", 1), None),
        (lambda cache: cache.add("a", 1), False),
        (lambda cache: cache.touch("a"), False),
        (lambda cache: cache.delete("a"), False),
        (lambda cache: "a" in cache, False),
        (lambda cache: cache.get_many(["a"]), {}),
        (lambda cache: cache.set_many({"a": 1}), []),
        (lambda cache: cache.delete_many(["a"]), None),
        (lambda cache: cache.get_or_set("a", 5), 5),
        (lambda cache: cache.clear(), False),
    ],
)
def test_while_it_is_away_nothing_is_kept_and_nothing_is_raised(away, call, answer):
    assert call(away) == answer


def test_a_count_is_missing_while_it_is_away(away):
    with pytest.raises(ValueError, match="does not answer"):
        away.incr("a")


def test_it_is_left_alone_for_a_while_and_then_asked_again(away, monkeypatch):
    asked = []

    def get_client(self, *args, **kwargs):
        asked.append(args)
        raise RedisGone

    monkeypatch.setattr(RedisCacheClient, "get_client", get_client)
    away.get("a")
    away.get("a")
    assert len(asked) == 1
    monkeypatch.setattr(SteadyClient, "paused_until", SteadyClient.paused_until - PAUSE_SECONDS)
    away.get("a")
    assert len(asked) == 2
