from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from pages.services.count_health import count_health

from ..factories import make_condition_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(admin_client):
    """Read the page: its text, and the days that its table lists."""

    def see():
        soup = BeautifulSoup(admin_client.get(reverse("citewell_content_health:history")).content, "html.parser")
        return soup.main.get_text(" ", strip=True), len(soup.select("tbody tr"))

    return see


def test_a_site_without_pages_says_so(see):
    text, days = see()
    assert "no page is published now" in text
    assert days == 0


def test_today_is_counted_as_it_is_now_before_anybody_counts(see):
    page = make_condition_page()
    text, days = see()
    assert "Never reviewed" in text
    assert "No day before today was counted" in text
    assert days == 1
    count_health(day=timezone.localdate())
    page.last_reviewed = timezone.localdate()
    page.save()
    assert "Never reviewed" not in see()[0]


def test_days_before_stand_below_it(see):
    make_condition_page()
    count_health(day=timezone.localdate() - timedelta(days=3))
    text, days = see()
    assert "No day before today" not in text
    assert days == 2
