from datetime import timedelta

import pytest
from django.utils import timezone

from tests.outbox.factories import make_delivery, make_endpoint
from tests.outbox.staff import signed_in

pytestmark = pytest.mark.django_db


def dashboard(*codenames: str) -> str:
    return " ".join(signed_in(*codenames).get("/admin/").content.decode().split())


def test_the_dashboard_says_what_is_wrong() -> None:
    make_delivery(created_at=timezone.now() - timedelta(hours=2))
    make_delivery(status="dead")
    make_endpoint(is_active=False, off_because="gone")
    html = dashboard("view_delivery")
    assert "Something waits to be sent for 2" in html
    assert "1 delivery was given up" in html
    assert "“The build” was switched off" in html


def test_nothing_shows_when_all_is_well() -> None:
    make_delivery()
    make_endpoint(is_active=False)
    assert 'id="panel-outbox' not in dashboard("view_delivery")


def test_others_are_told_nothing() -> None:
    make_delivery(status="dead")
    assert "given up" not in dashboard()
