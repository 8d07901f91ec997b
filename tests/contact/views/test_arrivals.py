from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contact.keyset import Cursor
from contact.models import AccessLog
from tests.contact.factories import make_enquiry, make_manager, make_marketing_editor, make_user

pytestmark = pytest.mark.django_db


def ask(user, since: str):
    client = Client()
    client.force_login(user)
    return client.get(f"/admin/enquiries/arrivals/{since}/")


def test_only_what_came_in_since_and_a_number_alone() -> None:
    seen = make_enquiry()
    for routing in ("inbox", "flagged", "quarantine"):
        make_enquiry(routing=routing, created_at=timezone.now() + timedelta(seconds=1))
    response = ask(make_manager(), str(Cursor(seen.created_at, seen.pk)))
    assert response.json() == {"new": 2}
    assert "no-store" in response["Cache-Control"]
    assert not AccessLog.objects.exists()


def test_a_broken_cursor_is_not_found() -> None:
    assert ask(make_manager(), "evil").status_code == 404


@pytest.mark.parametrize("make", [make_marketing_editor, make_user])
def test_33_others_learn_not_even_how_many(make) -> None:
    assert ask(make(), "0-0").status_code == 403
