from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from contact.models import ConsentText, Enquiry
from contact.planning import PlanLostError, _Plans, plan, planned_transactions
from contact.prepared import Prepared
from tests.contact.factories import make_contact_page, make_receipt

VERSIONS = Prepared(lambda version: ConsentText.objects.filter(version=version).values_list("text"), version=str)


@pytest.fixture
def _new_process(transactional_db: None) -> Iterator[None]:
    """Nothing is known yet, neither here nor on the connection."""
    forget()
    _Plans.on.clear()
    yield
    _Plans.kept = True


def on_postgresql(test: Callable[..., None]) -> Callable[..., None]:
    """Runs a test as in a new process where the database is PostgreSQL; elsewhere nothing is planned."""
    skipped = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="plans are PostgreSQL's")
    return skipped(pytest.mark.usefixtures("_new_process")(test))


def known() -> dict[str, str]:
    """The statements that this connection was told by PREPARE, by name; those of finished pages are told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements WHERE from_sql")
        return dict(cursor.fetchall())


def forget(kind: str = "") -> None:
    """What a pooler's other connection is like: without the statements that hold this word."""
    for name, statement in known().items():
        if kind in statement:
            with connection.cursor() as cursor:
                cursor.execute(f"DEALLOCATE {name}")


def test_what_varies_is_numbered_and_what_does_not_is_part_of_the_plan() -> None:
    made = plan("a = %s AND b = %s AND c = %s", [(False, None), (True, "x"), (False, None)])
    assert (made.numbered, made.fixed) == ("a = $1 AND b = %s AND c = $2", ("x",))
    assert made.name != plan(made.sql, [(False, None), (True, "y"), (False, None)]).name


@pytest.mark.parametrize("sql", ["a LIKE '%%x' AND b = %s", "a = %s AND b = %s"])
def test_what_cannot_be_numbered_stays_as_it_is(sql: str) -> None:
    assert plan(sql, [(False, None)]).name == ""


@on_postgresql
def test_it_is_planned_once_and_asks_each_time(django_assert_num_queries: Any) -> None:
    ConsentText.objects.create(version="it's %s", text="One")
    with django_assert_num_queries(3):
        assert [VERSIONS.rows(version=each) for each in ("it's %s", "b", "it's %s")] == [[("One",)], [], [("One",)]]
    assert sum('"text"' in statement for statement in known().values()) == 1


@on_postgresql
def test_where_it_is_forgotten_it_goes_on_without(caplog: pytest.LogCaptureFixture) -> None:
    ConsentText.objects.create(version="a", text="One")
    VERSIONS.rows(version="a")
    forget()
    assert VERSIONS.rows(version="a") == [("One",)]
    assert VERSIONS.rows(version="a") == [("One",)]
    assert caplog.text.count("planned anew") == 1
    assert known() == {}


@on_postgresql
def test_within_a_transaction_that_is_told_and_the_enquiry_is_stored_all_the_same() -> None:
    page = make_contact_page()
    make_receipt(page, "1")
    forget("INSERT")
    receipt = make_receipt(page, "2")
    assert receipt.created
    assert Enquiry.objects.count() == 2
    assert not _Plans.kept
    _Plans.kept = True
    VERSIONS.rows(version="a")
    forget()
    with pytest.raises(PlanLostError), planned_transactions(), transaction.atomic():
        VERSIONS.rows(version="a")


@on_postgresql
def test_a_transaction_that_nobody_does_again_goes_without_plans() -> None:
    with transaction.atomic():
        VERSIONS.rows(version="a")
        with planned_transactions():
            VERSIONS.rows(version="a")
    assert known() == {}


@on_postgresql
def test_where_the_server_binds_parameters_nothing_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"server_side_binding": True})
    assert VERSIONS.rows(version="a") == []
    assert known() == {}


@on_postgresql
def test_one_that_another_client_of_a_pooler_made_is_used() -> None:
    VERSIONS.rows(version="a")
    _Plans.on.clear()
    with planned_transactions(), transaction.atomic():
        assert VERSIONS.rows(version="a") == []
    assert sum('"text"' in statement for statement in known().values()) == 1


@on_postgresql
def test_so_it_is_outside_of_a_transaction() -> None:
    VERSIONS.rows(version="a")
    _Plans.on.clear()
    assert VERSIONS.rows(version="a") == []
    assert sum('"text"' in statement for statement in known().values()) == 1
