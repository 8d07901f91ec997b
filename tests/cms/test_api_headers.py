"""What every reading call says to caches, browsers and those who are mistaken. A new call is held to it, too."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from pages.models import ConditionPage, PreviewDraft

from .api_content import make_content
from .test_api_contract import CONTRACT

pytestmark = pytest.mark.django_db

PRIVATE = {"/api/v1/enquiries/challenge", "/api/v1/preview"}
READING = sorted(path for path, calls in json.loads(CONTRACT.read_text())["paths"].items() if "get" in calls)
PUBLIC = [path for path in READING if path not in PRIVATE]
ORIGIN = "https://app.example"


def address_of(path):
    """An address of the call that answers with 200."""
    content = make_content()
    shown = ConditionPage.objects.latest("pk")
    ids = {"page_id": shown.pk, "reference_id": content.ids["reference_id"][0]}
    ids["guideline_id"] = content.ids["guideline_id"][0]
    queries = {
        "/api/v1/enquiries/form": f"?page={content.form.pk}",
        "/api/v1/resolve": "?path=/conditions/pain/",
        "/api/v1/preview": "?token=",
    }
    query = queries.get(path, "")
    if path == "/api/v1/preview":
        query += PreviewDraft.objects.keep(shown, user=None).token
    return path.format(**ids) + query


def varies(response):
    """What the answer depends on, in lower case."""
    return {name.strip().lower() for name in response.get("Vary", "").split(",")}


@pytest.mark.parametrize("path", PUBLIC)
def test_an_answer_may_be_kept_and_asked_for_again(path, client):
    address = address_of(path)
    first = client.get(address)
    assert first.status_code == 200
    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    assert re.match(r"public, max-age=0, s-maxage=60(, stale-while-revalidate=600)?$", first["Cache-Control"])
    assert re.fullmatch(r"[a-z]+(-\d+)?( [a-z]+(-\d+)?)*", first["Surrogate-Key"])
    assert varies(first) == {"accept-encoding", "origin"}
    for asked in (first["ETag"], f'"other", {first["ETag"]}', f"W/{first['ETag']}", "*"):
        again = client.get(address, headers={"If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b""), asked
        assert [again[name] for name in ("ETag", "Cache-Control")] == [first["ETag"], first["Cache-Control"]]
        assert varies(again) == varies(first)
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("path", READING)
def test_head_is_get_without_the_body(path, client):
    address = address_of(path)
    get, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    same = {"Content-Type", "Cache-Control", "Vary", "Surrogate-Key", *(["ETag"] if path in PUBLIC else [])}
    assert {name: head.get(name) for name in same} == {name: get.get(name) for name in same}


@pytest.mark.parametrize("path", PUBLIC)
def test_nobodys_session_language_or_browser_changes_an_answer(path, client):
    address = address_of(path)
    plain = client.get(address)
    client.force_login(User.objects.create_superuser("mia"))
    for headers in ({}, {"Accept-Language": "de"}, {"User-Agent": "x"}, {"Accept": "text/html"}):
        other = client.get(address, headers=headers)
        assert (other["ETag"], other["Cache-Control"]) == (plain["ETag"], plain["Cache-Control"])
        assert not other.cookies


@pytest.mark.parametrize("path", PUBLIC)
def test_an_answer_to_credentials_is_kept_by_nobody(path, client):
    response = client.get(address_of(path), headers={"Authorization": "Bearer x"})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("path", sorted(PRIVATE))
def test_what_is_private_is_kept_by_nobody(path, client):
    address = address_of(path)
    response = client.get(address)
    assert (response.status_code, response["Cache-Control"], "ETag" in response) == (200, "no-store", False)
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize("path", READING)
def test_a_mistake_is_a_problem_that_names_it(path, client):
    address = address_of(path)
    joint = "&" if "?" in address else "?"
    for query, name in (("nonsense=1", "nonsense"), ("nonsense", "nonsense"), ("__proto__=1", "__proto__")):
        response = client.get(f"{address}{joint}{query}")
        assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
        assert response["Cache-Control"] == "no-store"
        assert [fault["parameter"] for fault in response.json()["errors"]] == [name]
    if "?" in address:
        repeated = client.get(f"{address}&{address.partition('?')[2]}")
        assert (repeated.status_code, len(repeated.json()["errors"])) == (422, 1)


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_there(path, method, client):
    response = getattr(client, method)(address_of(path))
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", READING)
def test_29_listed_origins_are_heard_and_others_are_not(path, client, settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    address = address_of(path)
    heard = client.get(address, headers={"Origin": ORIGIN})
    assert heard["Access-Control-Allow-Origin"] == ORIGIN
    assert set(heard["Access-Control-Expose-Headers"].split(", ")) == {"etag", "retry-after"}
    for origin in ("https://evil.example", "null", f"{ORIGIN}.evil.example", "http://app.example", f"{ORIGIN}:444"):
        assert "Access-Control-Allow-Origin" not in client.get(address, headers={"Origin": origin}), origin
    assert "Access-Control-Allow-Credentials" not in heard


def test_29_a_browser_may_ask_whether_its_copy_still_holds(client, settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    response = client.options("/api/v1/pages", headers=asked | {"Access-Control-Request-Headers": "if-none-match"})
    assert "if-none-match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_crash_is_a_problem_that_tells_nothing(path, monkeypatch):
    address = address_of(path)
    monkeypatch.setattr("pages.api.answers.make_etag", lambda body: 1 / 0)
    monkeypatch.setattr("contact.api.enquiries.describe_form", lambda *given: 1 / 0)
    response = Client(raise_request_exception=False).get(address)
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert (response["Cache-Control"], "ZeroDivision" in response.content.decode()) == ("no-store", False)


def test_a_preview_is_found_by_no_search_engine_and_told_to_nobody(client):
    response = client.get(address_of("/api/v1/preview"))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
