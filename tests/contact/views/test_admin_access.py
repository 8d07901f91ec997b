"""What is noted of those who pass the doors, and ways around them; the doors themselves are in test_doors."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from contact.models import AccessLog, Enquiry
from tests.contact.factories import make_enquiry, make_manager, make_marketing_editor

pytestmark = pytest.mark.django_db

LIST, RESULTS, DETAIL, STATUS = "", "results/", "{pk}/", "{pk}/status/"


def ask(user: User | None, door: str) -> tuple[int, str]:
    client = Client()
    if user is not None:
        client.force_login(user)
    address = "/admin/enquiries/" + door.format(pk=Enquiry.objects.get().pk)
    response = client.post(address, {"status": "booked"}) if door == STATUS else client.get(address)
    return response.status_code, response.content.decode()


@pytest.fixture(autouse=True)
def _one_enquiry() -> None:
    make_enquiry()


@pytest.mark.parametrize(("make", "shown"), [(make_manager, True), (make_marketing_editor, False)])
def test_the_menu_shows_only_what_may_be_opened(make, shown: bool) -> None:
    client = Client()
    client.force_login(make())
    html = client.get("/admin/").content.decode()
    assert ("/admin/enquiries/" in html) is shown


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_wagtails_own_export_is_no_way_around_the_log(format: str) -> None:
    client = Client()
    client.force_login(make_manager())
    response = client.get("/admin/enquiries/", {"export": format})
    assert response["Content-Type"].startswith("text/html")


def test_41_each_look_is_noted_with_who_and_what() -> None:
    enquiry, manager = Enquiry.objects.get(), make_manager()
    for door in (LIST, RESULTS, DETAIL, STATUS):
        ask(manager, door)
    noted = AccessLog.objects.values_list("actor_name", "action", "enquiry_id", "enquiry_ids")
    assert list(noted) == [
        ("manager", "list", None, [enquiry.pk]),
        ("manager", "list", None, [enquiry.pk]),
        ("manager", "view", enquiry.pk, []),
        ("manager", "change", enquiry.pk, []),
    ]


def test_41_what_cannot_be_noted_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**fields: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(AccessLog.objects, "create", broken)
    manager = make_manager()
    with pytest.raises(RuntimeError):
        ask(manager, DETAIL)


def test_the_log_outlives_the_account() -> None:
    manager = make_manager()
    ask(manager, DETAIL)
    manager.delete()
    line = AccessLog.objects.get()
    assert (line.actor, line.actor_name) == (None, "manager")
