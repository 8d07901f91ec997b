import pytest
from django.core.signals import request_finished

pytestmark = pytest.mark.django_db


def test_an_address_that_is_not_there_draws_no_page_for_people(client):
    response = client.get("/api/v1/nowhere/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.templates == []


def test_a_problem_in_place_of_a_page_ends_the_request_once(client):
    ends = []

    def note(**signal):
        ends.append(signal)

    request_finished.connect(note)
    response = client.get("/api/v1/pages", headers={"Host": "forged.example"})
    request_finished.disconnect(note)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert len(ends) == 1
