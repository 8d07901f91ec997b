"""33: each door of the app, by each role. The doors are found in the addresses: a new one without a line here fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.models import Site

from contact.encryption import seal
from contact.models import AccessLog, Appointment, CannedReply, Enquiry, SavedFilter
from contact.views.bulk_actions import BULK_ACTIONS
from pages.services.roles import setup_editor_roles
from tests.contact.factories import CANARIES, make_contact_page, make_manager, make_reader, make_receipt, make_user

pytestmark = pytest.mark.django_db

READERS = {"reader", "manager", "administrator"}
MANAGERS = {"manager", "administrator"}
ADMINISTRATORS = {"administrator"}
ENQUIRIES, CANNED = "citewell_contact_enquiries", "wagtailsnippets_citewell_contact_cannedreply"
MAILS = "citewell_contact_mail_texts"


@dataclass(frozen=True)
class Door:
    """How it is asked, and who may pass. `shows` says whether who passes is shown an enquiry."""

    address: str
    may: set[str]
    post: dict[str, str] | None = None
    shows: bool = False
    booked: bool = False


A = "/admin/enquiries/"
M = "/admin/mail-texts/"
C = "/admin/snippets/citewell_contact/cannedreply/"
DOORS = {
    f"{ENQUIRIES}:index": Door(A, READERS, shows=True),
    f"{ENQUIRIES}:index_results": Door(A + "results/", READERS, shows=True),
    f"{ENQUIRIES}:search": Door(A + "search/", READERS, {"words": "canary"}),
    f"{ENQUIRIES}:found": Door(A + "found/{found}/", READERS, shows=True),
    f"{ENQUIRIES}:found_results": Door(A + "found/{found}/results/", READERS, shows=True),
    f"{ENQUIRIES}:quarantine": Door(A + "quarantine/", READERS),
    f"{ENQUIRIES}:sort_quarantine": Door(A + "quarantine/sort/", MANAGERS, {"id": "{pk}", "as": "spam"}),
    f"{ENQUIRIES}:tab": Door(A + "in/new/", READERS, shows=True),
    f"{ENQUIRIES}:tab_results": Door(A + "in/new/results/", READERS, shows=True),
    f"{ENQUIRIES}:arrivals": Door(A + "arrivals/0-0/", READERS),
    f"{ENQUIRIES}:export": Door(
        A + "export/?found={found}",
        READERS,
        {"columns": "name", "format": "csv"},
        shows=True,
    ),
    f"{ENQUIRIES}:save_filter": Door(A + "filters/save/", READERS, {"name": "Mine"}),
    f"{ENQUIRIES}:remove_filter": Door(A + "filters/{filter}/remove/", READERS, {}),
    f"{ENQUIRIES}:person": Door(A + "person/", ADMINISTRATORS, {"email": CANARIES["email"]}, shows=True),
    f"{ENQUIRIES}:access": Door(A + "access/", ADMINISTRATORS),
    f"{ENQUIRIES}:access_results": Door(A + "access/results/", ADMINISTRATORS),
    f"{ENQUIRIES}:report": Door(A + "report/", READERS),
    f"{ENQUIRIES}:report_export": Door(A + "report/export/", READERS),
    f"{ENQUIRIES}:detail": Door(A + "{pk}/", READERS, shows=True),
    f"{ENQUIRIES}:unmask": Door(A + "{pk}/unmask/", READERS, {}),
    f"{ENQUIRIES}:status": Door(A + "{pk}/status/", MANAGERS, {"status": "booked"}),
    f"{ENQUIRIES}:assign": Door(A + "{pk}/assign/", MANAGERS, {"assignee": ""}),
    f"{ENQUIRIES}:note": Door(A + "{pk}/note/", MANAGERS, {"text": "a note"}),
    f"{ENQUIRIES}:reply": Door(A + "{pk}/reply/", MANAGERS, {"subject": "Hello", "text": "a reply"}),
    f"{ENQUIRIES}:answer": Door(A + "{pk}/answer/", MANAGERS, {"text": "an answer"}),
    f"{ENQUIRIES}:book": Door(
        A + "{pk}/book/", MANAGERS, {"day": "{day}", "time": "10:00", "minutes": "45", "way": "clinic"}
    ),
    f"{ENQUIRIES}:cancel": Door(A + "{pk}/cancel/", MANAGERS, {}, booked=True),
    f"{ENQUIRIES}:mail_in": Door(
        A + "mail/", MANAGERS, {"text": f"From: A <{CANARIES['email']}>\nDate: today\n\nYes"}, shows=True
    ),
    f"{ENQUIRIES}:coming": Door(A + "consultations/", READERS, booked=True, shows=True),
    f"{ENQUIRIES}:consultation": Door(A + "consultations/{appointment}/", READERS, booked=True),
    f"{ENQUIRIES}:presence": Door(A + "{pk}/presence/", READERS, {"seen": "0"}),
    f"{ENQUIRIES}:sort": Door(A + "{pk}/sort/", MANAGERS, {"as": "spam"}),
    f"{CANNED}:list": Door(C, MANAGERS),
    f"{CANNED}:list_results": Door(C + "results/", MANAGERS),
    f"{CANNED}:add": Door(C + "add/", MANAGERS),
    f"{CANNED}:edit": Door(C + "edit/{canned}/", MANAGERS),
    f"{CANNED}:delete": Door(C + "delete/{canned}/", MANAGERS),
    f"{CANNED}:usage": Door(C + "usage/{canned}/", MANAGERS),
    f"{CANNED}:history": Door(C + "history/{canned}/", MANAGERS),
    f"{CANNED}:history_results": Door(C + "history-results/{canned}/", MANAGERS),
    f"{CANNED}:copy": Door(C + "copy/{canned}/", MANAGERS),
    f"{MAILS}:index": Door(M, ADMINISTRATORS),
    f"{MAILS}:edit": Door(M + "{site}/acknowledgement/in/en/", ADMINISTRATORS),
    f"{MAILS}:reset": Door(M + "{site}/acknowledgement/in/en/default/", ADMINISTRATORS),
    **{
        f"bulk:{action.action_type}": Door(
            f"/admin/bulk/citewell_contact/enquiry/{action.action_type}/?id={{pk}}",
            {"delete": ADMINISTRATORS, "change": MANAGERS, "view": READERS}[action.permission],
            shows=True,
        )
        for action in BULK_ACTIONS
    },
}
PUBLIC = {"citewell_contact:touch", "citewell_contact:enquiry", "citewell_contact:thanks"}
"""What visitors use: tests/contact/views/test_intake.py and its neighbours."""

ROLES: dict[str, Any] = {
    "anonymous": lambda: None,
    "marketing editor": lambda: _editor(),
    "somebody": make_user,
    "reader": make_reader,
    "manager": make_manager,
    "administrator": lambda: User.objects.create_superuser("root", "root@clinic.example", "password"),
}


def _editor() -> User:
    user = User.objects.create_user("editor", "editor@clinic.example", "password")
    user.groups.add(setup_editor_roles()[0])
    return user


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            space = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from addresses(each.url_patterns, space)
        elif isinstance(each, URLPattern) and each.name:
            yield prefix + each.name


def knock(role: str, door: Door) -> Any:
    """What the role gets at the door, with one enquiry behind it."""
    receipt = make_receipt(make_contact_page())
    canned = CannedReply.objects.create(title="Thanks", subject="Thanks", text="Thanks")
    user, client = ROLES[role](), Client()
    if user is not None:
        client.force_login(user)
    if door.booked:
        starts_at = timezone.now() + timedelta(days=3)
        Appointment.objects.create(enquiry_id=receipt.enquiry_id, uid="1", starts_at=starts_at, minutes=45, way="phone")
    owner = user or make_user("owner")
    names = {
        "pk": receipt.enquiry_id,
        "appointment": Appointment.objects.values_list("pk", flat=True).first(),
        "day": (timezone.now() + timedelta(days=40)).date(),
        "canned": canned.pk,
        "site": Site.objects.get().pk,
        "found": seal("began surgery"),
        "filter": SavedFilter.objects.create(owner=owner, name="Kept").pk,
    }
    address = door.address.format(**names)
    if door.post is None:
        return client.get(address)
    return client.post(address, {name: value.format(**names) for name, value in door.post.items()})


def body_of(response: Any) -> str:
    return (b"".join(response) if response.streaming else response.content).decode()


def is_refused(response: Any) -> bool:
    """By a 403 or 404, or by being led away: to the login, or, by Wagtail's own views, to the admin's home."""
    if response.status_code in (403, 404):
        return True
    return response.status_code == 302 and (response["Location"] == "/admin/" or "/login/" in response["Location"])


def test_every_address_of_the_app_has_a_line_here() -> None:
    found = {name for name in addresses(get_resolver().url_patterns) if "citewell_contact" in name}
    assert found - PUBLIC == {name for name in DOORS if not name.startswith("bulk:")}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DOORS)
def test_33_each_role_at_each_door(name: str, role: str) -> None:
    door = DOORS[name]
    response = knock(role, door)
    html = body_of(response)
    if role in door.may:
        assert not is_refused(response)
        assert response.status_code < 400
    else:
        assert is_refused(response)
        assert [canary for canary in CANARIES.values() if canary in html] == []
        assert Enquiry.objects.get().status == "new"
        assert Enquiry.objects.get().events.count() == 1


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.shows])
def test_who_answers_sees_who_asks(name: str) -> None:
    role = "manager" if "manager" in DOORS[name].may else "administrator"
    html = body_of(knock(role, DOORS[name]))
    assert CANARIES["name"] in html or CANARIES["email"] in html


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.shows and "reader" in door.may])
def test_a_reader_sees_what_is_asked_and_not_by_whom(name: str) -> None:
    html = body_of(knock("reader", DOORS[name]))
    assert [each for each in ("name", "email", "phone") if CANARIES[each] in html] == []


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.shows])
def test_41_whatever_is_shown_is_noted_with_who_saw_it(name: str) -> None:
    door = DOORS[name]
    role = "reader" if "reader" in door.may else "administrator"
    body_of(knock(role, door))
    number = Enquiry.objects.get().pk
    lines = AccessLog.objects.about([number])
    assert {line.actor_name for line in lines} == {"reader" if role == "reader" else "root"}
