"""What a statement gave is told from anything else that it might give, and asked again as it was asked."""

import datetime
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from pages.snapshots.statements import (
    NOW,
    CannotBeAsked,
    Fetched,
    Statement,
    gives_the_same,
    pack,
    places,
    read_params,
    split_columns,
    unpack,
    write_params,
)

VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.binary(max_size=5), st.uuids())
ROWS = st.lists(st.tuples(VALUES, VALUES), max_size=5)
PAGES = 'SELECT "wagtailcore_page"."id", "wagtailcore_page"."draft_title", "wagtailcore_page"."numchild" FROM '


class Rows:
    """A cursor over rows that are there already."""

    def __init__(self, rows):
        self._rows = list(rows)

    def fetchone(self):
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size):
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    def fetchall(self):
        return self.fetchmany(len(self._rows))

    def __iter__(self):
        return iter(self.fetchall())


def fetch(rows, sql="SELECT 1"):
    fetched = Fetched(Rows(rows), sql)
    fetched.fetchall()
    return fetched.digest


@given(rows=ROWS, others=ROWS)
def test_other_rows_have_another_digest(rows, others):
    assert (fetch(rows) == fetch(others)) == (list(map(repr, rows)) == list(map(repr, others)))


@given(rows=ROWS, size=st.integers(1, 3))
def test_it_does_not_matter_how_many_are_fetched_at_once(rows, size):
    in_parts, one_by_one, looped = (Fetched(Rows(rows), "SELECT 1") for _ in range(3))
    while in_parts.fetchmany(size):
        pass
    while one_by_one.fetchone():
        pass
    assert list(looped) == rows
    for fetched in (in_parts, one_by_one, looped):
        assert fetched.is_whole
        assert (fetched.rows, fetched.digest) == (len(rows), fetch(rows))


def test_what_is_left_unfetched_is_not_whole():
    fetched = Fetched(Rows([(1,), (2,)]), "SELECT 1")
    fetched.fetchone()
    assert (fetched.rows, fetched.is_whole) == (1, False)


def test_columns_that_no_reader_sees_do_not_count():
    sql = f'{PAGES}"wagtailcore_page"'
    assert fetch([(1, "Draft", 2)], sql) == fetch([(1, "Other draft", 3)], sql)
    assert fetch([(1, "Draft", 2)], sql) != fetch([(2, "Draft", 2)], sql)


def test_whether_a_page_has_children_counts():
    sql = f'{PAGES}"wagtailcore_page"'
    assert fetch([(1, "", 0)], sql) != fetch([(1, "", 1)], sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT (\'a\'), "wagtailcore_page"."draft_title" FROM "wagtailcore_page"',
        'SELECT "elsewhere"."draft_title", "elsewhere"."numchild" FROM "elsewhere"',
        'SELECT T4."draft_title" FROM "wagtailcore_page" T4',
    ],
)
def test_where_it_cannot_be_told_every_column_counts(sql):
    assert places(sql) == (frozenset(), frozenset())


def test_the_columns_of_a_statement_are_told_apart():
    sql = 'SELECT DISTINCT "a"."b", CASE WHEN ("a"."c" = %s) THEN EXTRACT(\'year\' FROM x) END AS "match" FROM "a"'
    assert split_columns(sql.replace("'", "")) == ['"a"."b"', 'CASE WHEN ("a"."c" = %s) THEN EXTRACT(year FROM x) END']
    assert split_columns(sql) == split_columns("DELETE FROM a") == split_columns("SELECT 1") == []


def test_the_time_of_asking_is_asked_for_anew():
    before = timezone.now()
    moment = timezone.now()
    for as_given in (moment, connection.ops.adapt_datetimefield_value(moment)):
        written = write_params(["a", as_given], since=before)
        assert written == ["a", NOW]
    with freeze_time("2030-01-01"):
        assert read_params(["a", NOW], connection) == ["a", connection.ops.adapt_datetimefield_value(timezone.now())]


def test_an_older_moment_is_a_text_like_others_or_cannot_be_asked_for():
    assert write_params(["2020-01-01 00:00:00"], since=timezone.now()) == ["2020-01-01 00:00:00"]
    with pytest.raises(CannotBeAsked):
        write_params([datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)], since=timezone.now())


@pytest.mark.parametrize("params", [[object()], [b"a"], {"name": 1}])
def test_what_json_has_no_word_for_cannot_be_asked_again(params):
    with pytest.raises(CannotBeAsked):
        write_params(params, since=timezone.now())


@given(
    params=st.none()
    | st.lists(st.none() | st.booleans() | st.integers() | st.text() | st.uuids() | st.floats(width=16))
)
def test_params_come_back_as_they_were(params):
    written = write_params(params, since=timezone.now())
    sent = unpack(pack([Statement("SELECT 1", written, 1, True, "00")]))[0].params
    assert repr(read_params(sent, SimpleNamespace())) == repr(params)


@pytest.mark.django_db
def test_a_statement_is_asked_again_as_far_as_it_was_fetched():
    sql = 'SELECT "wagtailcore_page"."id" FROM "wagtailcore_page" WHERE "wagtailcore_page"."depth" = %s'
    with connection.cursor() as cursor:
        cursor.execute(sql, [1])
        fetched = Fetched(cursor, sql)
        fetched.fetchall()
    whole = Statement(sql, [1], fetched.rows, True, fetched.digest)
    assert gives_the_same(whole, connection)
    Page.add_root(title="Another root", slug="another")
    assert not gives_the_same(whole, connection)
    assert gives_the_same(Statement(sql, [1], fetched.rows, False, fetched.digest), connection)


def test_what_has_no_digest_never_gives_the_same():
    assert not gives_the_same(Statement("SELECT 1", [str(uuid.uuid4())], 1, True, ""), connection)
