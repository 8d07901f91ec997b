"""What schemathesis does not think of: each parameter of each call with what has broken programs before."""

import json
import re
from urllib.parse import quote

import pytest
from django.test import Client

from contact.models import Enquiry

from ..contact.factories import make_data
from ..contact.naughty import NAUGHTY
from .api_content import make_content
from .test_api_contract import CONTRACT

pytestmark = pytest.mark.django_db

# In an address, already encoded: a lone surrogate, NUL, bytes that are no UTF-8, CR/LF, a number of 5,000 digits, what
# Python takes for digits, an integer beyond the database's, templates, wildcards.
WORST = [
    *("%ED%A0%80", "%00", "a%00b", "%FF%FE", "%C0%AF", "%0d%0aX-Injected:%201", "9" * 5000, "%D9%A3", "-1", "0", "1e9"),
    *(
        str(2**63),
        str(2**64),
        "1_0",
        "%2B1",
        "%25",
        "_%25_",
        "..%2F..%2Fetc%2Fpasswd",
        "//evil.example",
        "//evil.example",
        "[]",
        "{}",
    ),
    *("%F0%9F%91%A9", "%E2%80%AE", "NaN", "null", "%3Cscript%3Ealert(1)%3C/script%3E", "'%20OR%201=1--", "a" * 3000),
]
SPEC = json.loads(CONTRACT.read_text())


def reading_calls():
    """(address with {} where a value goes) for each parameter of each call that reads."""
    for address, operations in SPEC["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", ()):
            name = parameter["name"]
            if parameter["in"] == "path":
                yield address.replace(f"{{{name}}}", "{}")
            else:
                yield f"{re.sub('{.*}', '1', address)}?{name}={{}}"


def assert_is_fine(response, what):
    """An answer of the contract or a problem; never a crash, never a header of the sender's own."""
    assert response.status_code in {200, 201, 404, 403, 409, 410, 413, 415, 422, 400}, (what, response.status_code)
    assert "X-Injected" not in response
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json", what
        assert response["Cache-Control"] == "no-store", what
        assert response.json()["status"] == response.status_code


@pytest.mark.parametrize("call", list(reading_calls()))
def test_18_to_23_no_parameter_breaks_a_call(call):
    make_content()
    for value in WORST:
        assert_is_fine(Client().get(call.format(value)), (call, value[:80]))


@pytest.mark.fuzz
@pytest.mark.parametrize("call", list(reading_calls()))
def test_23_naughty_strings_in_every_parameter(call):
    make_content()
    for value in NAUGHTY:
        assert_is_fine(Client().get(call.format(quote(value.encode("utf-8", "surrogatepass"), safe=""))), (call, value))


def members(schema="EnquiryIn", before=()):
    """The path to each member of an enquiry, those within others too."""
    for name, described in SPEC["components"]["schemas"][schema]["properties"].items():
        yield (*before, name)
        for option in (described, *described.get("anyOf", ())):
            if "$ref" in option:
                yield from members(option["$ref"].rpartition("/")[2], (*before, name))


def make_body(page):
    own = {"page": page.pk, "consent": True, "campaign": {}, "challenge": {"kind": "altcha", "response": "x"}}
    fields = make_data(page).as_dict() | {"fax": "", "touched": "", "language": "en"}
    del fields["visitor_language"]
    return fields | own | {"answers": {}}


def send_with(page, path, raw):
    """Post an enquiry that holds `raw`, which is JSON or nearly, at a member."""
    body = make_body(page)
    inside = body
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = "@@"
    text = json.dumps(body).replace('"@@"', raw)
    return Client().post("/api/v1/enquiries", text.encode("utf-8", "surrogatepass"), content_type="application/json")


WORST_JSON = [
    *(r'"\ud800"', r'"a\u0000b"', r'"a\r\nBcc: x@example.org"', '"' + "x" * 20_000 + '"', "9" * 5000, "-1", "1e400"),
    *("null", "true", "1.5", "[]", "{}", "[" * 40 + "]" * 40, "[" * 100_000, "NaN", '{"a": 1, "a": 2}', '"\ud800"'),
    *(str(2**63), str(2**64), '"\\udc00\\ud800"', r'"\u202e"', '["x", {"y": "\\ud800"}]', '{"\\ud800": "\\u0000"}'),
]


@pytest.mark.parametrize("path", list(members()), ids="/".join)
def test_18_to_23_no_member_breaks_the_intake(path):
    page = make_content().form
    for raw in WORST_JSON:
        response = send_with(page, path, raw)
        assert response.status_code in {201, 400, 404, 422}, (path, raw[:80], response.status_code)
        assert_is_fine(response, (path, raw[:80]))


@pytest.mark.fuzz
@pytest.mark.parametrize("path", list(members()), ids="/".join)
def test_23_naughty_strings_in_every_member(path):
    page = make_content().form
    for value in NAUGHTY:
        before = Enquiry.objects.count()
        response = send_with(page, path, json.dumps(value))
        assert response.status_code in {201, 404, 422}, (path, value[:80], response.status_code)
        assert Enquiry.objects.count() - before in ({0, 1} if response.status_code == 201 else {0}), (path, value[:80])


@pytest.mark.parametrize("key", ["a" * 256, "\ud800", "a\x00b", "ä", "=1+1", "", " "])
def test_18_to_23_no_idempotency_key_breaks_the_intake(key):
    page = make_content().form
    response = Client().post(
        "/api/v1/enquiries",
        json.dumps(make_body(page)),
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY=key.encode("utf-8", "surrogatepass").decode("latin-1"),
    )
    assert response.status_code in {201, 422}
    assert_is_fine(response, key)
