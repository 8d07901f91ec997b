"""33, 34: no address that is not of the inbox shows an enquiry, whoever asks: APIs, searches, reports, histories."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.contact.factories import CANARIES, make_manager, make_receipt

pytestmark = pytest.mark.django_db

ADMIN = [
    "",
    "search/?q=canary",
    "pages/search/?q=canary",
    "reports/site-history/",
    "reports/",
    "snippets/citewell_contact/enquiry/",
    "snippets/choose/citewell_contact/enquiry/",
    "generic-chooser/citewell_contact/enquiry/",
    "enquiries/{pk}/history/",
    "enquiries/history/{pk}/",
    "enquiries/edit/{pk}/",
    "enquiries/delete/{pk}/",
    "enquiries/usage/{pk}/",
    "enquiries/new/",
]


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for each in patterns:
        if not isinstance(each.pattern, RoutePattern):
            continue
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, path)
        else:
            yield path


def api_routes() -> list[str]:
    return sorted({path for path in routes(get_resolver().url_patterns) if re.match("api/[^/]+/.", path)})


def test_there_are_api_addresses_to_ask() -> None:
    assert len(api_routes()) > 10


@pytest.mark.parametrize("path", api_routes())
def test_33_no_api_address_shows_an_enquiry(path: str) -> None:
    receipt = make_receipt()
    clients = [Client(), Client()]
    clients[1].force_login(make_manager())
    for number in (str(receipt.enquiry_id), receipt.code, "canary"):
        address = "/" + re.sub(r"<(?:int:)?[^>]+>", number, path)
        for client in clients:
            response = client.get(address, {"search": "canary", "q": "canary", "path": "/"})
            body = b"".join(response) if response.streaming else response.content
            assert [each for each in CANARIES.values() if each.encode() in body] == []


@pytest.mark.parametrize("path", ADMIN)
def test_33_a_marketing_editor_meets_no_enquiry_elsewhere_in_the_admin(path: str) -> None:
    call_command("setup_roles", verbosity=0)
    receipt = make_receipt()
    user = User.objects.create_user("editor", "editor@clinic.example", "password")
    user.groups.add(Group.objects.get(name="Marketing editors"))
    client = Client()
    client.force_login(user)
    response = client.get("/admin/" + path.format(pk=receipt.enquiry_id), follow=True)
    html = response.content.decode()
    assert [each for each in (*CANARIES.values(), receipt.code) if each in html] == []
