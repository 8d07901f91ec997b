"""What passes by itself is a 503 that asks to come again; what does not stays a fault."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import include, path

from cms.unavailable import error_page

PASSING = [
    lambda: in_sqlite(sqlite3.SQLITE_BUSY),
    lambda: in_sqlite(sqlite3.SQLITE_FULL),
    lambda: in_sqlite(sqlite3.SQLITE_IOERR | 10 << 8),
    lambda: caused_by(psycopg.errors.AdminShutdown("terminating connection")),
    lambda: InterfaceError("the connection is closed"),
    lambda: OSError(errno.ENOSPC, "No space left on device"),
]
LASTING = [
    lambda: in_sqlite(sqlite3.SQLITE_ERROR),
    lambda: FileNotFoundError(errno.ENOENT, "No such file"),
    lambda: ValueError("a fault of ours"),
]
raised: dict[str, Exception] = {}

# Closing a response looks at the connection that the test before left open.
pytestmark = pytest.mark.django_db


def in_sqlite(code):
    """Return what Django raises for an error of SQLite."""
    cause = sqlite3.OperationalError("no words that could be asked for")
    cause.sqlite_errorcode = code
    return caused_by(cause)


def caused_by(cause):
    """Return Django's error around a driver's."""
    error = OperationalError(*cause.args)
    error.__cause__ = cause
    return error


def view(request):
    raise raised["error"]


handler500 = error_page
urlpatterns = [path("broken/", view), path("api/v1/broken", view), path("", include("cms.urls"))]


@pytest.fixture
def ask(settings):
    """Ask an address that raises what `make` makes."""
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)

    def get(make, address="/broken/"):
        raised["error"] = make()
        return client.get(address)

    return get


@pytest.mark.parametrize("make", PASSING)
def test_what_passes_by_itself_is_a_503_that_asks_to_come_again(ask, make):
    response = ask(make)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert b"try again in a moment" in response.content
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("make", LASTING)
def test_any_other_error_stays_a_fault(ask, make):
    response = ask(make)
    assert response.status_code == 500
    assert "Retry-After" not in response


def test_below_the_api_it_is_a_problem(ask):
    response = ask(PASSING[0], "/api/v1/broken")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Content-Type"] == "application/problem+json"
