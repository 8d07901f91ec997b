"""The logs are append-only for plain SQL as well."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, models, transaction

from contact.log_protection import protect_logs
from contact.models import AccessLog, EnquiryEvent
from contact.models.append_only import logs_unlocked
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def make_rows(actor: User | None = None) -> list[models.Model]:
    """One row of each log."""
    event = EnquiryEvent.objects.create(enquiry=make_enquiry(), kind="received", detail="said", actor=actor)
    return [event, AccessLog.objects.create(action="view", actor_name="m", actor=actor)]


def run(sql: str, *parameters: Any) -> int:
    """Executes a statement in a savepoint; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


@pytest.mark.parametrize("which", [0, 1])
def test_41_plain_sql_neither_changes_nor_deletes_a_log(which: int) -> None:
    row = make_rows()[which]
    table = row._meta.db_table
    for sql in (f'DELETE FROM "{table}" WHERE id = %s', f"UPDATE \"{table}\" SET at = '2020-01-01' WHERE id = %s"):
        with pytest.raises(DatabaseError, match="a log is neither changed nor deleted"):
            run(sql, row.pk)


def test_41_a_line_cannot_be_given_to_somebody_else() -> None:
    log = make_rows()[1]
    user = User.objects.create_user("other")
    with pytest.raises(DatabaseError, match="neither changed"):
        run(f'UPDATE "{log._meta.db_table}" SET actor_id = %s', user.pk)


def test_a_user_can_be_deleted_and_the_log_keeps_the_name() -> None:
    user = User.objects.create_user("leaver")
    rows = make_rows(actor=user)
    user.delete()
    for row in rows:
        row.refresh_from_db()
        assert row.actor is None


def test_the_way_through_is_open_for_one_transaction_only() -> None:
    row = make_rows()[1]
    with logs_unlocked():
        assert run(f'UPDATE "{row._meta.db_table}" SET actor_name = %s', "n") == 1
    with pytest.raises(DatabaseError):
        run(f'DELETE FROM "{row._meta.db_table}"')


def test_what_is_protected_already_is_left_alone(django_assert_num_queries) -> None:
    protect_logs()
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 2):
        protect_logs()
