"""The answer while the database or the disk cannot do its work: come again soon, instead of an error page."""

import errno
import sqlite3
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from .health import RETRY_AFTER_SECONDS

# SQLite calls a table that is missing an operational error too; these alone pass by themselves.
_PASSING_IN_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def error_page(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 with Retry-After for what passes by itself, else the page for a fault.

    It stands here, and not in a middleware, because Django asks it about everything that any view or middleware lets
    through; the error itself is in the log by then. Below /api/v1/ `api_problems` makes a problem of it.
    """
    if not passes_by_itself(sys.exception()):
        return server_error(request)
    headers = {"Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store"}
    # Without the request: what the template would ask of it may need the database.
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def passes_by_itself(error: BaseException | None) -> bool:
    """Tell whether the same request can go well in a moment: the database is away, busy or full, or the disk is.

    PostgreSQL's driver keeps OperationalError and InterfaceError for connections, shutdowns, locks and resources.
    """
    if isinstance(error, OperationalError) and isinstance(error.__cause__, sqlite3.Error):
        return error.__cause__.sqlite_errorcode & 0xFF in _PASSING_IN_SQLITE
    if isinstance(error, OSError):
        return error.errno in _NO_SPACE
    return isinstance(error, (OperationalError, InterfaceError))
