"""Attacks on the intake from end to end: what is stored, shown to staff, and sent by mail."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.kept_answers import read_answers
from contact.models import ContactPage, Enquiry, ExtraQuestion
from contact.text import many_lines, one_line
from outbox.services.delivering import sweep
from tests.contact.factories import make_body, make_contact_page, make_manager, make_post, make_question
from tests.contact.naughty import NAUGHTY

pytestmark = pytest.mark.django_db

ONE_LINE = ("name", "condition", "preferred_time")


class Texts(HTMLParser):
    """The text of a page; a character that `mark_invisible` shows by its code is that character again."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self._is_code = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = ("class", "cw-invisible") in attrs

    def handle_data(self, data: str) -> None:
        self.text += chr(int(data[2:], 16)) if self._is_code else data
        self._is_code = False


def send_form(page: ContactPage, question: ExtraQuestion, text: str) -> int:
    sent = dict.fromkeys((*ONE_LINE, "message", question.field_name), text)
    # A browser cannot send what no encoding holds.
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in sent.items()}
    return Client().post(f"/enquiries/{page.pk}/", make_post(page, **sent)).status_code


def send_json(page: ContactPage, question: ExtraQuestion, text: str) -> int:
    body = make_body(page, **dict.fromkeys((*ONE_LINE, "message"), text), answers={question.key: text})
    return Client().post("/api/v1/enquiries", json.dumps(body), content_type="application/json").status_code


@pytest.mark.parametrize("send", [send_form, send_json])
@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text)[:30])
def test_23_a_naughty_string_comes_back_as_sent_or_is_refused(text: str, send: Any) -> None:
    page = make_contact_page()
    question = make_question(page, kind="long_text")
    status = send(page, question, text)
    if status == 422:
        assert not Enquiry.objects.exists()
        return
    assert status in (201, 303)
    enquiry = Enquiry.objects.get()
    (answer,) = read_answers(enquiry.answers)
    text = text.encode("utf-8", "replace").decode()
    assert {getattr(enquiry, name) for name in ONE_LINE} == {one_line(text)}
    assert (enquiry.message, answer.values) == (many_lines(text), (many_lines(text),))
    manager = Client()
    manager.force_login(make_manager())
    detail = Texts(manager.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()).text
    assert detail.count(many_lines(text)) >= 2
    assert one_line(text) in Texts(manager.get("/admin/enquiries/").content.decode()).text
    assert sweep() == (2, 0)


def test_23_hardly_anything_is_refused() -> None:
    page = make_contact_page()
    question = make_question(page, kind="long_text")
    refused = [text for text in NAUGHTY if send_json(page, question, text) == 422]
    # What cannot be stored, is too long, or says nothing at all as a name.
    assert all("\x00" in text or "\ud800" in text or len(text) > 200 or not text.strip() for text in refused)
    assert len(refused) < 15


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "%0d%0a", "\u2028", "\x85"])
def test_22_a_line_break_in_a_name_injects_no_header(client: Client, ending: str) -> None:
    page = make_contact_page(reply_to="desk@clinic.example")
    name = f"Mara{ending}Bcc: all@evil.example{ending}{ending}Body"
    assert client.post(f"/enquiries/{page.pk}/", make_post(page, name=name)).status_code == 303
    assert sweep() == (2, 0)
    for message in mail.outbox:
        assert "Bcc" not in message.message()
        assert "evil.example" not in message.message().as_string()


@pytest.mark.parametrize("field", ["email", "phone", "kind", "preferred_contact"])
def test_22_a_line_break_where_none_can_be_meant_is_refused(client: Client, field: str) -> None:
    page = make_contact_page()
    sent = make_post(page, **{field: "x@example.org\r\nBcc: all@evil.example"})
    assert client.post(f"/enquiries/{page.pk}/", sent).status_code == 422


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "a b"])
def test_30_a_forged_host_is_refused(client: Client, host: str) -> None:
    page = make_contact_page()
    assert client.post(f"/enquiries/{page.pk}/", make_post(page), headers={"Host": host}).status_code == 400
    assert client.get(page.url, headers={"Host": host}).status_code == 400
    assert not Enquiry.objects.exists()


def test_30_links_in_mail_use_the_configured_address(client: Client) -> None:
    page = make_contact_page()
    headers = {"Host": "localhost", "X-Forwarded-Host": "evil.example"}
    client.post(f"/enquiries/{page.pk}/", make_post(page), headers=headers)
    assert sweep() == (2, 0)
    staff = mail.outbox[0].message().as_string()
    assert f"http://127.0.0.1:8000/admin/enquiries/{Enquiry.objects.get().pk}/" in staff
    assert "evil.example" not in staff
    assert "//localhost" not in staff


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("name", ["next", "return_to", "redirect", "source_path", "from"])
def test_31_no_parameter_leads_away_from_the_site(client: Client, name: str, target: str) -> None:
    page = make_contact_page()
    sent = client.post(f"/enquiries/{page.pk}/?{name}={target}", make_post(page, **{name: target}))
    assert sent.url == f"/enquiries/{page.pk}/thanks/{Enquiry.objects.get().receipt}/"
    assert client.get(f"/enquiries/{page.pk}/", {name: target}).url == page.url
    for address in (sent.url, page.url):
        assert "evil.example" not in client.get(address, {name: target}).content.decode()


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "///evil.example"])
def test_31_after_signing_in_nobody_is_led_away(client: Client, target: str) -> None:
    make_manager("manager")
    login = {"username": "manager", "password": "password", "next": target}
    assert client.post(f"/admin/login/?next={target}", login).url == "/admin/"


def test_32_a_honeypot_hit_gets_the_same_reply_for_the_same_work(client: Client) -> None:
    page = make_contact_page()
    client.post(f"/enquiries/{page.pk}/", make_post(page, message="First"))
    replies, queries = [], []
    for trap in ("", "555"):
        with CaptureQueriesContext(connection) as asked:
            reply = client.post(f"/enquiries/{page.pk}/", make_post(page, message=f"Words {trap}", fax=trap))
        page_of_it = client.get(reply.url)
        same = [(name, value) for name, value in reply.items() if name not in ("Location", "Expires")]
        code = reply.url.rstrip("/").rpartition("/")[2]
        replies.append(
            (reply.status_code, same, reply.url.replace(code, ""), page_of_it.content.decode().replace(code, ""))
        )
        queries.append(len(asked))
    assert replies[0] == replies[1]
    assert queries[0] == queries[1]
