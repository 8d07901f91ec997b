"""What a change ended is made anew in the background, and how far that is can be seen."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.management import rounds
from pages.models import RefreshRound, Snapshot
from pages.snapshots import refreshing
from pages.snapshots.refreshing import refresh
from tests.pages.factories import make_condition_page
from tests.pages.one_round import OneRound

from .asking import ask, made, render, whole
from .small_site import make_small_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A site whose pages are kept, and one address with a query."""
    site = make_small_site()
    for path in paths(site):
        render(path)
        ask(path)
    assert refresh() == (0, 0)
    return site


def paths(site):
    query = "path=%2Fabout%2F"
    return [*(page.get_url_parts()[2] for page in (site.first, site.second, site.about)), f"/api/v1/resolve?{query}"]


def rename(page):
    page.title = "Another title"
    page.save_revision().publish()


def test_after_it_every_answer_costs_one_query(site, django_assert_num_queries):
    rename(site.about)
    assert refresh() == (4, 4)
    for path in paths(site):
        with django_assert_num_queries(1):
            answer = ask(path)
        assert whole(answer) == whole(render(path))
    assert refresh() == (0, 0)


def test_it_renders_what_changed_alone(site):
    before = made()
    rename(site.second)
    refresh()
    after = made()
    assert [path for path in before if after[path] != before[path]] == ["/conditions/ache/"]


def test_a_page_that_nobody_may_read_any_more_is_forgotten(site):
    PageViewRestriction.objects.create(page=site.first, restriction_type="login")
    site.second.unpublish()
    refresh()
    assert set(made()) == {"/about/", "/api/v1/resolve?path=%2Fabout%2F"}


def test_a_site_that_is_no_more_is_forgotten(site):
    Snapshot.objects.update(site=999, build="older")
    refresh()
    assert made() == {}


def test_a_database_that_is_away_forgets_nothing(site, monkeypatch):
    rename(site.about)
    monkeypatch.setattr(refreshing, "asker", lambda: lambda *address: type("Away", (), {"status_code": 503}))
    refresh()
    assert len(made()) == 4


def test_nothing_is_asked_for_while_content_is_being_changed(site, monkeypatch):
    rename(site.about)
    monkeypatch.setattr(refreshing, "read_clock", lambda: None)
    assert refresh() == (0, 4)
    assert len(made()) == 4


def test_how_far_it_is_can_be_seen(site, monkeypatch):
    rename(site.about)
    seen = []
    monkeypatch.setattr(refreshing, "SECONDS_A_WORD", -1)
    refresh(lambda: seen.append(str(RefreshRound.objects.read_present())))
    assert seen == ["None", "0/4", "1/4", "2/4"]
    assert RefreshRound.objects.read_present() is None


def test_a_process_that_ended_is_not_waited_for():
    RefreshRound.objects.note(done=1, total=4)
    assert RefreshRound.objects.read_present()
    RefreshRound.objects.update(noted_at=timezone.now() - timedelta(minutes=2))
    assert RefreshRound.objects.read_present() is None


def test_the_process_makes_anew_and_packs_until_it_is_stopped(monkeypatch):
    page = make_condition_page()
    render(page)
    ask(page)
    rename(page)
    monkeypatch.setattr("pages.management.commands.snapshots.Rounds", OneRound)
    call_command("snapshots", "--forever")
    snapshot = Snapshot.objects.get()
    assert snapshot.is_packed
    assert b"Another title" in bytes(snapshot.body)


def test_rounds_end_when_the_process_is_told_to(monkeypatch):
    handlers = {}
    monkeypatch.setattr(rounds.signal, "signal", handlers.__setitem__)
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    going_on = rounds.Rounds(0)
    seen = []
    for number in going_on:
        seen.append(number)
        if number == 2:
            handlers[rounds.signal.SIGTERM](15, None)
    assert seen == [0, 1, 2]
    assert going_on.is_stopped()
