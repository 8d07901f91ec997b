"""The contract of the delivery API and the page that shows it, and what the bare addresses lead to."""

import re

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

pytestmark = pytest.mark.django_db

DOCUMENTS = ["/api/v1/openapi.json", "/api/v1/docs"]


def test_the_page_shows_the_contract_with_files_of_the_site_alone(settings):
    page = Client().get("/api/v1/docs").content.decode()
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert files
    assert [file for file in files if not file.startswith(settings.STATIC_URL)] == []
    assert [file for file in files if not find(file.removeprefix(settings.STATIC_URL))] == []
    assert "/api/v1/openapi.json" in page


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_document_is_kept_and_not_sent_again_to_who_has_it(address):
    first = Client().get(address)
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = Client().head(address)
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")


def test_the_bare_address_leads_to_the_page():
    response = Client().get("/api/v1/")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/docs")


def test_that_of_wagtails_own_leads_to_its_page_where_that_is_on(settings):
    off = Client().get("/api/v3-preview/")
    assert (off.status_code, off["Content-Type"]) == (404, "application/problem+json")
    settings.WAGTAILAPI_DOCS_ENABLED = True
    on = Client().get("/api/v3-preview/")
    assert (on.status_code, on["Location"], on["Cache-Control"]) == (302, "/api/v3-preview/docs/", "no-store")
    assert Client().get(on["Location"]).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v3-preview/"])
def test_a_bare_address_takes_nothing(address, settings):
    settings.WAGTAILAPI_DOCS_ENABLED = True
    response = Client().post(address)
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
