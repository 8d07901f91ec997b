"""What every test gets: no way out to the network, and a database as the migrations leave it."""

import ipaddress
import socket
from collections.abc import Generator

import hypothesis
import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from contact.log_protection import unprotect_logs
from outbox.carriers import CARRIERS
from outbox.services.waking import forget_waking

from . import database

# A machine that does other things besides is slow, not wrong.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("patient")

ONLY_WHEN_ASKED = ("fuzz", "node")
BLOCKER = pytest.StashKey[DjangoDbBlocker]()
REAL_CONNECT = socket.socket.connect
REAL_GETADDRINFO = socket.getaddrinfo


class NetworkUsed(AssertionError):
    """A test tried to reach something outside this machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run write the API's contract anew, which tests/cms/test_api_contract.py explains."""
    parser.addoption("--write-contract", action="store_true", default=False)


def is_local(host: object) -> bool:
    """Tell whether a host is this machine itself, or no host at all."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, or needs more than Python, unless its marker is asked for by name."""
    left_out = [marker for marker in ONLY_WHEN_ASKED if marker not in config.option.markexpr]
    chosen = [item for item in items if not any(item.get_closest_marker(marker) for marker in left_out)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that looks up a name or connects outside; loopback and local sockets stay."""

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not is_local(address[0]):
            raise NetworkUsed(f"a test connects to {address[0]}")
        return REAL_CONNECT(self, address)

    def getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        if not is_local(host):
            raise NetworkUsed(f"a test looks up {host}")
        return REAL_GETADDRINFO(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Forget what the test before put into the cache: its rows are gone, and Wagtail keeps where each site begins."""
    cache.clear()


@pytest.fixture(autouse=True)
def _fresh_outbox() -> None:
    """Forget that the mail server of the test before did not answer, and that it woke a worker."""
    CARRIERS.forget()
    forget_waking()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep the state that the migrations leave, besides what pytest-django does."""
    request.config.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        database.save(database.FRESH)


def is_transactional(item: pytest.Item) -> bool:
    """Tell whether a test really commits, after which pytest-django empties every table."""
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
        or (marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Give the next test the fresh state again, so that the order of the tests does not matter.

    After the last test the database of the tests is gone already: nothing may be written then. pytest-django empties
    the tables with DELETE on SQLite, which the logs refuse until their triggers are gone; the fresh state has them.
    """
    # There is none where all tests so far were skipped.
    blocker = item.config.stash.get(BLOCKER, None) if is_transactional(item) else None
    if blocker is not None:
        with blocker.unblock():
            unprotect_logs()
    result = yield
    if nextitem is not None and blocker is not None:
        with blocker.unblock():
            database.restore(database.FRESH)
    return result
