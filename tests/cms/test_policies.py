import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory

from cms.policies import FOR_DATA, PolicyMiddleware

POLICY = "Content-Security-Policy"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/pages", "/api/v1/nothing", "/api/v1/openapi.json"])
def test_data_may_load_nothing_and_stand_in_no_frame(client: Client, path: str) -> None:
    assert client.get(path)[POLICY] == FOR_DATA


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nothing/", "/api/v1/docs"])
def test_pages_have_the_sites_policy(client: Client, path: str) -> None:
    assert "img-src 'self' data:" in client.get(path)[POLICY]


def test_a_policy_of_its_own_stays() -> None:
    response = JsonResponse({}, headers={POLICY: "default-src 'self'"})
    assert PolicyMiddleware(lambda _request: response)(RequestFactory().get("/"))[POLICY] == "default-src 'self'"


def test_an_answer_without_a_type_is_no_data() -> None:
    response = HttpResponse()
    del response["Content-Type"]
    assert "img-src" in PolicyMiddleware(lambda _request: response)(RequestFactory().get("/"))[POLICY]


def test_what_was_not_modified_is_told_the_policy_that_it_came_with() -> None:
    def policy_at(path: str) -> str:
        return PolicyMiddleware(lambda _request: HttpResponse(status=304))(RequestFactory().get(path))[POLICY]

    assert policy_at("/api/v1/pages") == FOR_DATA
    assert "img-src" in policy_at("/conditions/")
