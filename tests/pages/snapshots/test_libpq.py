"""A statement through libpq gives what Django's cursor gives, and fails as it fails. PostgreSQL alone."""

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.utils import timezone

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]
SQL = "SELECT $1::text, $2::integer + 1, NULL::text"


def fetch(sql=SQL, values=("a", 1)):
    """Fetch the row; the module needs psycopg, which is there where PostgreSQL is."""
    from pages.snapshots.libpq import fetch_row

    return fetch_row(connection, sql, values)


def count_prepared():
    """How many statements this connection has by a name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'citewell%%'")
        return cursor.fetchone()[0]


def test_values_come_as_postgresql_sends_them():
    assert fetch() == [b"a", b"\x00\x00\x00\x02", None]


def test_no_row_is_none():
    assert fetch("SELECT $1::text WHERE $2::integer = 0") is None


def test_it_is_planned_once_a_connection():
    connection.close()
    for _ in range(3):
        fetch()
    assert count_prepared() == 1


def test_within_a_transaction_nothing_is_prepared():
    from django.db import transaction

    connection.close()
    with transaction.atomic():
        assert fetch()[0] == b"a"
    assert count_prepared() == 0


def test_another_server_connection_behind_a_pooler_answers_all_the_same():
    fetch()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert fetch()[0] == b"a"
    assert fetch()[0] == b"a"


def test_a_statement_that_gives_something_else_after_a_migration_is_planned_anew():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_migration AS SELECT 'a'::varchar(5) AS word")
    try:
        asked = "SELECT word FROM of_a_migration WHERE word = $1", ("a",)
        assert fetch(*asked) == [b"a"]
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE of_a_migration ALTER word TYPE varchar(9)")
        assert fetch(*asked) == [b"a"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE of_a_migration")


def test_a_proxy_that_prepares_nothing_is_asked_plainly(monkeypatch):
    from pages.snapshots import libpq

    def refused(*args):
        raise psycopg.errors.FeatureNotSupported

    connection.close()
    with monkeypatch.context() as patched:
        patched.setattr(libpq, "_name", refused)
        assert fetch()[0] == b"a"
    assert fetch()[0] == b"a"
    assert count_prepared() == 0


def test_a_null_character_is_no_end():
    with pytest.raises(Exception, match="0x00"):
        fetch(values=("a\0b", 1))


def test_a_fault_is_one_of_djangos():
    with pytest.raises(ProgrammingError, match="nowhere"):
        fetch("SELECT * FROM nowhere WHERE $1::text = '' AND $2::integer = 0")
    assert fetch()[0] == b"a"


def test_a_connection_that_is_lost_is_told_as_django_tells_it():
    fetch()
    number = connection.connection.info.backend_pid
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [number])
    finally:
        other.close()
    with pytest.raises(OperationalError):
        fetch()
    connection.close()
    assert fetch()[0] == b"a"


@pytest.mark.parametrize(("driver", "is_asked"), [("psycopg", True), ("psycopg2", False)])
def test_it_is_for_psycopg_3_alone(monkeypatch, driver, is_asked):
    from pages.models.snapshot import Address
    from pages.snapshots import finding, libpq

    asked = []
    monkeypatch.setattr(libpq, "fetch_row", lambda *args: asked.append(args))
    monkeypatch.setattr(connection.Database, "__name__", driver)
    address = Address("http://localhost", "localhost", 80, "/")
    assert finding.find_finished(address, build="", recording="", now=timezone.now()) is None
    assert bool(asked) == is_asked
