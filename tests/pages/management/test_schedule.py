"""The process in the background keeps what editors scheduled, whatever else it does."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from pages.management.schedule import EVERY, Schedule
from tests.pages.factories import make_condition_page
from tests.pages.one_round import OneRound


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [True, False])
def test_pages_go_live_and_are_taken_down_at_their_time(monkeypatch, settings, kept):
    settings.CITEWELL_SNAPSHOTS = kept
    past = timezone.now() - timedelta(minutes=1)
    coming = make_condition_page(slug="coming", live=False)
    coming.go_live_at = past
    coming.save_revision(approved_go_live_at=past)
    going = make_condition_page(slug="going", expire_at=past)
    monkeypatch.setattr("pages.management.commands.snapshots.Rounds", OneRound)
    call_command("snapshots", "--forever")
    coming.refresh_from_db()
    going.refresh_from_db()
    assert (coming.live, going.live) == (True, False)


class Command:
    """Stands for Wagtail's, and fails as it is told."""

    def __init__(self, *errors):
        self.errors, self.calls = list(errors), 0

    def __call__(self, name, **options):
        assert name == "publish_scheduled"
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)


def test_it_is_looked_once_in_so_many_seconds(monkeypatch):
    now, command = [0.0], Command()
    monkeypatch.setattr("pages.management.schedule.call_command", command)
    schedule = Schedule(lambda: now[0])
    for moment in (0, 1, EVERY - 1, EVERY, EVERY + 1, 2 * EVERY):
        now[0] = moment
        schedule.keep()
    assert command.calls == 3


def test_one_broken_page_does_not_end_the_process(monkeypatch, caplog):
    now, command = [0.0], Command(RuntimeError("broken"))
    monkeypatch.setattr("pages.management.schedule.call_command", command)
    schedule = Schedule(lambda: now[0])
    schedule.keep()
    assert "could not be published" in caplog.text
    now[0] = EVERY
    schedule.keep()
    assert command.calls == 2


def test_a_database_that_is_away_is_told_to_who_waits_for_it(monkeypatch):
    monkeypatch.setattr("pages.management.schedule.call_command", Command(OperationalError("away")))
    with pytest.raises(OperationalError):
        Schedule(lambda: 0.0).keep()
