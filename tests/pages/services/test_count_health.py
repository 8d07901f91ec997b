from datetime import date

import pytest
from django.core.management import call_command

from pages.models import HealthCount
from pages.models.content_health import Want
from pages.models.health_count import read_history
from pages.services.count_health import count_health, count_now
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_public_pages_are_counted_by_what_they_want():
    make_condition_page(slug="a")
    make_condition_page(slug="b")
    make_condition_page(slug="draft", live=False)
    assert count_health(day=DAY)[Want.NEVER_REVIEWED] == 2
    assert read_history(DAY, DAY)[DAY][Want.NEVER_REVIEWED] == 2


def test_a_second_count_of_a_day_puts_the_first_right():
    page = make_condition_page()
    count_health(day=DAY)
    page.unpublish()
    count_health(day=DAY)
    assert HealthCount.objects.get(day=DAY, want=Want.NEVER_REVIEWED).pages == 0


def test_a_day_without_a_count_is_a_gap():
    count_health(day=DAY)
    count_health(day=date(2026, 11, 22))
    assert list(read_history(DAY, date(2026, 11, 22))) == [DAY, date(2026, 11, 22)]


def test_the_command_says_what_is_wanted(capsys):
    make_condition_page()
    call_command("count_content_health")
    assert "Never reviewed: 1" in capsys.readouterr().out


def test_a_count_of_this_moment_is_not_stored():
    assert count_now(day=DAY) == {}
    make_condition_page()
    assert count_now(day=DAY)[Want.NEVER_REVIEWED] == 1
    assert not HealthCount.objects.exists()
