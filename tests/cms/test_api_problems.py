import pytest
from django.core.signals import request_finished
from django.db import InterfaceError

pytestmark = pytest.mark.django_db


def away(request):
    """Fail as without a database."""
    raise InterfaceError("the connection is closed")


def test_an_address_that_is_not_there_draws_no_page_for_people(client):
    response = client.get("/api/v1/nowhere/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.templates == []


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("delete", "/api/v1/pages", 405), ("get", "/api/v1/nowhere/", 404), ("get", "/api/v1/site", 503)],
)
def test_a_front_end_elsewhere_may_read_a_problem(client, settings, monkeypatch, method, address, status):
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    client.raise_request_exception = False
    if status == 503:
        monkeypatch.setattr("pages.api.read_site.asked_site", away)
    response = getattr(client, method)(address, headers={"Origin": "https://app.example"})
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response["Access-Control-Allow-Origin"] == "https://app.example"
    assert "origin" in response["Vary"]
    assert ("Retry-After" in response) == (status == 503)
    assert "retry-after" in response["Access-Control-Expose-Headers"]


def test_a_problem_in_place_of_a_page_ends_the_request_once(client):
    ends = []

    def note(**signal):
        ends.append(signal)

    request_finished.connect(note)
    response = client.get("/api/v1/pages", headers={"Host": "forged.example"})
    request_finished.disconnect(note)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert len(ends) == 1
