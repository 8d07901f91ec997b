import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import OpenAPIV31SpecValidator

from contact.intake import LONGEST
from contact.kept_answers import read_answers
from contact.models import ContactPage, Enquiry, SpamSignal
from tests.contact.factories import CANARIES, CONSENT, make_body, make_contact_page, make_post, make_question

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/enquiries"


def send(client: Client, body: Any, **headers: str) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(ADDRESS, text, content_type=headers.pop("content_type", "application/json"), headers=headers)


def faults(response: Any) -> list[str]:
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    return [fault["pointer"] for fault in response.json()["errors"]]


def test_an_enquiry_is_stored_as_it_was_sent(client: Client) -> None:
    response = send(client, make_body(make_contact_page()), accept_language="es-MX")
    enquiry = Enquiry.objects.get()
    assert (response.status_code, response.json()) == (201, {"receipt": enquiry.receipt})
    assert {name: getattr(enquiry, name) for name in CANARIES} == CANARIES
    assert enquiry.visitor_language == "es-MX"
    assert response["Cache-Control"] == "no-store"


def test_form_and_api_agree_on_what_is_the_same_enquiry(client: Client) -> None:
    page = make_contact_page()
    client.post(f"/enquiries/{page.pk}/", make_post(page))
    assert send(client, make_body(page)).json() == {"receipt": Enquiry.objects.get().receipt}


def test_16_a_repeat_with_its_key_gets_the_answer_of_the_first(client: Client) -> None:
    body = make_body(make_contact_page())
    first, again = (send(client, body, idempotency_key="k") for _time in range(2))
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert Enquiry.objects.count() == 1


def test_16_a_used_key_with_another_body_is_a_conflict(client: Client) -> None:
    page = make_contact_page()
    send(client, make_body(page), idempotency_key="k")
    response = send(client, make_body(page, message="Other words"), idempotency_key="k")
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert response.json()["errors"][0]["parameter"] == "Idempotency-Key"
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": 5}, "#/name"),
        ({"name": None}, "#/name"),
        ({"name": "x" * 201}, "#/name"),
        ({"email": "mara"}, "#/email"),
        ({"kind": "evil"}, "#/kind"),
        ({"consent": "yes"}, "#/consent"),
        ({"consent": False}, "#/consent"),
        ({"consent_version": "0" * 16}, "#/consent"),
        ({"page": "1"}, "#/page"),
        ({"page": True}, "#/page"),
        ({"unknown/member": 1}, "#/unknown~1member"),
        ({"campaign": {"utm_evil": "x"}}, "#/campaign/utm_evil"),
        ({"challenge": {"kind": "altcha"}}, "#/challenge/response"),
        ({"answers": {"nosuch": "x"}}, "#/answers/nosuch"),
        ({"answers": []}, "#/answers"),
    ],
)
def test_21_each_fault_points_to_its_member(client: Client, changes: dict[str, Any], pointer: str) -> None:
    assert faults(send(client, make_body(make_contact_page(), **changes))) == [pointer]
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("wrong", [5, False, {"a": 1}, [1]])
def test_an_answer_of_no_type_is_told_at_its_key(client: Client, wrong: Any) -> None:
    page = make_contact_page()
    question = make_question(page)
    assert faults(send(client, make_body(page, answers={question.key: wrong}))) == [f"#/answers/{question.key}"]


def test_answers_are_stored_and_their_faults_told(client: Client) -> None:
    page = make_contact_page()
    since = make_question(page, "Since when?", kind="date", required=True)
    insured = make_question(page, "Insured?", kind="yes_no")
    assert faults(send(client, make_body(page))) == [f"#/answers/{since.key}"]
    send(client, make_body(page, answers={since.key: "2026-03-09", insured.key: True}))
    told = [(answer.question, answer.values) for answer in read_answers(Enquiry.objects.get().answers)]
    assert told == [("Since when?", ("2026-03-09",)), ("Insured?", ("yes",))]


@pytest.mark.parametrize("attack", ["\\ud800", "\\u0000", "\\udfff\\ud800"])
@pytest.mark.parametrize("member", ["name", "message", "email", "phone", "condition", "preferred_time", "unknown"])
def test_19_20_a_lone_surrogate_or_nul_is_refused(client: Client, attack: str, member: str) -> None:
    body = json.dumps(make_body(make_contact_page(), **{member: "HERE"})).replace("HERE", f"a{attack}")
    assert faults(send(client, body))
    named = json.dumps(make_body(make_contact_page(), HERE="")).replace("HERE", f"a{attack}")
    assert faults(send(client, named))
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "nonsense",
        "{'name': 1}",
        '{"a": 1,}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1, "a": 2}',
        '{"page": ' + "9" * 5000 + "}",
        '{"a": 1e}',
        "[" * 100_000,
        '{"a":' * 40_000 + "1" + "}" * 40_000,
        '{"name": ' + "[" * 17 + "]" * 17 + "}",
        b'{"name": "\xff"}',
        b'{"name": "\xed\xa0\x80"}',
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        '{"a": "\n"}',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_18_broken_json_of_every_kind_is_a_problem(client: Client, body: Any) -> None:
    response = send(client, body)
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "{}", "[{}]", '{"page": 1e999}', '{"page": 1.5}'])
def test_18_json_that_is_no_enquiry_is_a_fault(client: Client, body: str) -> None:
    assert faults(send(client, body))


def test_17_an_oversized_body_is_refused(client: Client) -> None:
    response = send(client, make_body(make_contact_page(), message="x" * 300_000))
    assert (response.status_code, response.json()["title"]) == (413, "Request Entity Too Large")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_28_only_json_is_taken(client: Client, content_type: str) -> None:
    response = send(client, make_body(make_contact_page()), content_type=content_type)
    assert (response.status_code, response["Content-Type"]) == (415, "application/problem+json")
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://app.example.evil.example", "file://"])
def test_28_29_another_site_is_refused_and_gets_no_header(client: Client, settings: Any, origin: str) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example", "null"]
    response = send(client, make_body(make_contact_page()), origin=origin)
    assert response.status_code == 403
    assert not Enquiry.objects.exists()
    if origin != "null":
        assert "Access-Control-Allow-Origin" not in response


def test_29_a_listed_front_end_is_heard_without_credentials(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    headers = {"origin": "https://app.example", "sec_fetch_site": "cross-site"}
    response = send(client, make_body(make_contact_page()), **headers)
    assert response.status_code == 201
    assert response["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize(("origin", "heard"), [("https://app.example", True), ("https://evil.example", False)])
def test_29_a_preflight_is_answered_for_listed_front_ends(
    client: Client, settings: Any, origin: str, heard: bool
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    response = client.options(ADDRESS, headers=asked)
    assert ("Access-Control-Allow-Origin" in response) == heard
    assert ("idempotency-key" in response.get("Access-Control-Allow-Headers", "")) == heard
    assert "Access-Control-Allow-Credentials" not in response


def test_29_the_site_itself_is_not_opened_to_other_sites(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    response = client.get(make_contact_page().url, headers={"Origin": "https://app.example"})
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/enquiries", 405),
        ("delete", "/api/v1/enquiries", 405),
        ("post", "/api/v1/enquiries/form", 405),
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/enquiries/", 404),
        ("get", "/api/v1/enquiries/form?page=99999", 404),
        ("get", "/api/v1/enquiries/form", 422),
        ("get", "/api/v1/enquiries/form?page=x", 422),
        ("get", "/api/v1/enquiries/form?page=" + "9" * 5000, 422),
        ("get", "/api/v1/enquiries/form?page=1_0", 422),
        ("get", "/api/v1/enquiries/form?page=%2B1", 422),
        ("get", "/api/v1/enquiries/form?page=%D9%A1", 422),
        ("get", "/api/v1/enquiries/form?page=1&page=1", 422),
        ("post", "/api/v1/enquiries?page=1", 415),
    ],
)
def test_every_error_is_a_problem(client: Client, method: str, address: str, status: int) -> None:
    response = getattr(client, method)(address)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    assert ("Allow" in response) == (status == 405)


def test_30_a_forged_host_is_a_problem(client: Client) -> None:
    response = client.get("/api/v1/enquiries/form?page=1", headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_32_a_filled_trap_gets_the_same_answer(client: Client) -> None:
    page = make_contact_page()
    good, bad = send(client, make_body(page)), send(client, make_body(page, fax="555", message="Buy"))
    assert (bad.status_code, set(bad.json()), dict(bad.headers)) == (201, set(good.json()), dict(good.headers))
    assert SpamSignal.objects.get(name="honeypot").verdict == "filled"


def test_the_form_says_all_that_a_front_end_needs(client: Client) -> None:
    page = make_contact_page(phone="919 555 0100")
    question = make_question(page, "Which?", kind="one_choice", choices="Red\nBlue", required=True)
    response = client.get("/api/v1/enquiries/form", {"page": page.pk})
    form = response.json()
    assert [field["name"] for field in form["fields"] if field["required"]] == ["kind", "name"]
    assert {field["name"]: field["max_length"] for field in form["fields"]}["message"] == LONGEST["message"]
    assert form["questions"] == [
        {
            "name": question.key,
            "kind": "one_choice",
            "label": "Which?",
            "help_text": "",
            "required": True,
            "max_length": None,
            "choices": [{"value": "Red", "label": "Red"}, {"value": "Blue", "label": "Blue"}],
        }
    ]
    assert form["consent"] == {"version": page.consent_version, "html": CONSENT, "label": "I agree"}
    assert (form["challenge"]["kind"], form["page"]["phone"]) == ("altcha", "919 555 0100")


def test_the_form_may_be_kept_and_is_not_sent_again_to_who_has_it(client: Client) -> None:
    page = make_contact_page()
    address = f"{ADDRESS}/form?page={page.pk}"
    first = client.get(address)
    assert (first["Cache-Control"], first["Surrogate-Key"].split()[0]) == (
        "public, max-age=0, s-maxage=60",
        f"page-{page.pk}",
    )
    assert first["ETag"].startswith('"')
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]


def test_other_words_of_consent_are_another_etag(client: Client) -> None:
    page, other = make_contact_page(), make_contact_page(slug="other")
    before = [client.get(f"{ADDRESS}/form?page={each.pk}")["ETag"] for each in (page, other)]
    page.consent_text = "<p>Other words.</p>"
    page.save()
    after = [client.get(f"{ADDRESS}/form?page={each.pk}")["ETag"] for each in (page, other)]
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, False]


def test_the_challenge_is_never_kept(client: Client) -> None:
    first, second = (client.get(f"{ADDRESS}/challenge") for _time in range(2))
    assert [(each["Cache-Control"], "ETag" in each) for each in (first, second)] == [("no-store", False)] * 2
    assert first.json()["challenge"] != second.json()["challenge"]


def test_a_form_that_is_asked_for_with_credentials_is_not_kept(client: Client) -> None:
    response = client.get(f"{ADDRESS}/form?page={make_contact_page().pk}", headers={"Authorization": "Bearer x"})
    assert (response["Cache-Control"], "ETag" in response) == ("no-store", False)


@pytest.mark.parametrize("gone", [{"live": False}, {"expire_at": timezone.now() - timedelta(minutes=1)}])
def test_the_form_of_a_page_that_is_gone_is_not_told_and_what_its_open_forms_send_is_taken(
    client: Client, gone: dict[str, Any]
) -> None:
    page = make_contact_page()
    body = make_body(page)
    ContactPage.objects.filter(pk=page.pk).update(**gone, first_published_at=timezone.now())
    assert client.get(f"{ADDRESS}/form?page={page.pk}").status_code == 404
    assert send(client, body).status_code == 201


def test_the_form_names_where_its_challenge_is(client: Client) -> None:
    told = client.get("/api/v1/enquiries/form", {"page": make_contact_page().pk}).json()["challenge"]
    assert (told["kind"], told["url"]) == ("altcha", "/api/v1/enquiries/challenge")
    given = client.get(told["url"]).json()
    assert set(given["challenge"]) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}


@pytest.mark.parametrize("kind", ["recaptcha_v2", "hcaptcha"])
def test_an_answer_to_another_challenge_is_a_signal_not_a_rejection(client: Client, kind: str) -> None:
    body = make_body(make_contact_page(), challenge={"kind": kind, "response": "x"})
    assert send(client, body).status_code == 201
    assert SpamSignal.objects.get(name="altcha").verdict == "other"
    assert Enquiry.objects.get().routing == "inbox"


@pytest.mark.parametrize("call", ["form?page={page}", "challenge"])
def test_what_is_read_answers_to_head_alike(client: Client, call: str) -> None:
    address = "/api/v1/enquiries/" + call.format(page=make_contact_page().pk)
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Cache-Control"] == get["Cache-Control"]


@pytest.mark.parametrize("call", ["form?page={page}&pages=2", "challenge?pages=2"])
def test_a_parameter_that_a_call_does_not_know_is_told(client: Client, call: str) -> None:
    response = client.get("/api/v1/enquiries/" + call.format(page=make_contact_page().pk))
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert [fault["parameter"] for fault in response.json()["errors"]] == ["pages"]


def test_an_enquiry_has_no_parameters(client: Client) -> None:
    response = client.post(f"{ADDRESS}?page=1", json.dumps(make_body(make_contact_page())), "application/json")
    assert response.status_code == 422
    assert [fault["parameter"] for fault in response.json()["errors"]] == ["page"]


def test_a_form_with_recaptcha_names_its_public_key_alone(client: Client, settings: Any) -> None:
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    response = client.get("/api/v1/enquiries/form", {"page": make_contact_page().pk})
    assert response.json()["challenge"] == {
        "kind": "recaptcha_v2",
        "script": "https://www.google.com/recaptcha/api.js?render=explicit",
        "site_key": "public",
        "action": "enquiry",
        "url": "/api/v1/enquiries/challenge",
    }
    assert response["Cache-Control"].startswith("public")
    assert client.get(f"{ADDRESS}/challenge").json()["challenge"] is None


def test_a_form_for_invited_readers_is_not_told(client: Client) -> None:
    page = make_contact_page()
    page.view_restrictions.create(restriction_type="password", password="x")
    assert client.get("/api/v1/enquiries/form", {"page": page.pk}).status_code == 404
    assert send(client, make_body(page)).status_code == 404


def test_nor_is_it_kept_for_others_once_its_reader_is_let_in(client: Client) -> None:
    page = make_contact_page()
    restriction = page.view_restrictions.create(restriction_type="password", password="x")
    client.post(f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/", {"password": "x", "return_url": "/"})
    response = client.get(f"{ADDRESS}/form", {"page": page.pk})
    assert (response.status_code, response["Cache-Control"], "ETag" in response) == (200, "no-store", False)


def test_no_call_sets_a_cookie(client: Client) -> None:
    page = make_contact_page()
    client.get("/api/v1/enquiries/form", {"page": page.pk})
    send(client, make_body(page))
    assert not client.cookies


def test_the_contract_is_valid_openapi(client: Client) -> None:
    contract = client.get("/api/v1/openapi.json").json()
    OpenAPIV31SpecValidator(contract).validate()
    assert contract["openapi"].startswith("3.1")
    call = contract["paths"]["/api/v1/enquiries"]["post"]
    assert set(call["responses"]) >= {"201", "400", "403", "409", "413", "415", "422"}
    assert "application/problem+json" in call["responses"]["422"]["content"]


def test_the_contract_names_the_kinds_of_the_model(client: Client) -> None:
    members = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["EnquiryIn"]["properties"]
    assert members["kind"]["enum"] == Enquiry.Kind.values
    assert members["preferred_contact"]["enum"] == Enquiry.PreferredContact.values
