import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.contact.factories import make_contact_page

pytestmark = pytest.mark.django_db


def test_the_page_is_the_same_for_every_visitor(client: Client) -> None:
    page = make_contact_page()
    assert client.get(page.url).content == Client(headers={"user-agent": "other"}).get(page.url).content


def test_the_address_chooses_kind_and_condition(client: Client) -> None:
    page = make_contact_page()
    html = client.get(
        page.url, {"kind": "consultation", "condition": "CRPS", "from": "/conditions/crps/"}
    ).content.decode()
    assert re.search(r'value="consultation"[^>]*checked', html)
    assert re.search(r'name="condition" value="CRPS"', html)
    assert re.search(r'name="source_path" value="/conditions/crps/"', html)


@pytest.mark.parametrize("query", [{"kind": "evil"}, {"condition": '"><script>alert(1)</script>'}, {"from": "//evil"}])
def test_nothing_odd_in_the_address_gets_into_the_page(client: Client, query: dict[str, str]) -> None:
    html = client.get(make_contact_page().url, query).content.decode()
    assert "evil" not in html
    assert "<script>alert" not in html


def test_browsers_can_fill_in_what_they_know(client: Client) -> None:
    html = client.get(make_contact_page().url).content.decode()
    for name in ("name", "email", "tel"):
        assert f'autocomplete="{name}"' in html
    assert 'inputmode="tel"' in html


def test_without_keys_nothing_foreign_is_named(client: Client) -> None:
    response = client.get(make_contact_page().url)
    assert "google" not in response.content.decode()
    assert "google" not in response.get("Content-Security-Policy", "")


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_with_keys_the_challenge_waits_for_the_first_touch(client: Client, settings, version: str) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    settings.CITEWELL_RECAPTCHA_VERSION = version
    page = make_contact_page()
    response = client.get(page.url)
    html = response.content.decode()
    assert f'data-challenge="{version}"' in html
    assert 'data-sitekey="public"' in html
    assert not re.search(r'<script[^>]+src="https?:', html)
    assert "private" not in html
    assert "script-src 'self' https://www.google.com/recaptcha/" in response["Content-Security-Policy"]
    assert client.get(page.url).content == response.content


def test_the_page_says_how_many_queries_it_needs_whatever_it_holds(client: Client) -> None:
    page = make_contact_page(addresses=("a@clinic.example",))
    client.get(page.url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page.url)
    busy = make_contact_page(addresses=tuple(f"a{n}@clinic.example" for n in range(10)))
    with CaptureQueriesContext(connection) as many:
        client.get(busy.url)
    assert len(many) == len(few)
