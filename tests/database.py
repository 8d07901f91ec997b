"""Keeps whole states of the test database and puts them back: as the migrations leave it, and with the demo site.

A transactional test empties every table, Wagtail's root page, locale and collection included, which the migrations
made. On SQLite a state is a copy of the file, so putting one back takes milliseconds; elsewhere it is what Django
serialises.
"""

import sqlite3

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

FRESH = "fresh"

_states: dict[str, sqlite3.Connection | str] = {}


def save(name: str) -> None:
    """Keep the present state under a name."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(copy)
        _states[name] = copy
    else:
        _states[name] = connection.creation.serialize_db_to_string()


def is_saved(name: str) -> bool:
    """Tell whether a state can be put back."""
    return name in _states


def restore(name: str) -> None:
    """Put a state back, and forget what this process remembers of the one before."""
    state = _states[name]
    if isinstance(state, str):
        _load(state)
    else:
        connection.ensure_connection()
        state.backup(connection.connection)
    ContentType.objects.clear_cache()
    cache.clear()


def _load(serialised: str) -> None:
    """Load a serialised state into empty tables; the sequences must go on behind it."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    with connection.cursor() as cursor:
        # The rows bring what their triggers wrote down; written once more they would meet themselves.
        cursor.execute("SET session_replication_role = replica")
        try:
            connection.creation.deserialize_db_from_string(serialised)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
