"""The dashboard shows how far the pages are that a change ended, while there is something to show."""

import pytest
from django.urls import reverse

from pages.models import RefreshRound

pytestmark = pytest.mark.django_db


def test_the_panel_is_there_while_pages_are_made_anew(admin_client):
    dashboard = reverse("wagtailadmin_home")
    assert "citewell-refresh-progress" not in admin_client.get(dashboard).content.decode()
    RefreshRound.objects.note(done=1, total=3)
    page = admin_client.get(dashboard).content.decode()
    assert "2 pages of 3 are still being brought up to date." in page
    assert '<progress aria-labelledby="citewell-refresh-text" value="1" max="3">' in page


def test_it_asks_until_all_is_done(admin_client):
    address = reverse("citewell_refresh_progress:index")
    RefreshRound.objects.note(done=2, total=3)
    answer = admin_client.get(address).json()
    assert (answer["done"], answer["total"]) == (2, 3)
    assert answer["text"].startswith("1 page of 3 is still")
    RefreshRound.objects.note(done=3, total=3)
    answer = admin_client.get(address).json()
    assert answer["done"] == answer["total"]
    assert "up to date" in answer["text"]


def test_large_numbers_can_be_read(admin_client):
    RefreshRound.objects.note(done=0, total=2000)
    text = admin_client.get(reverse("citewell_refresh_progress:index")).json()["text"]
    assert text.startswith("2,000 pages of 2,000 are still")


def test_only_who_may_see_the_admin_is_told(client):
    assert client.get(reverse("citewell_refresh_progress:index")).status_code == 302
