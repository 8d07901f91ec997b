"""What Wagtail's own API takes: pages with their citations, behind the gates of publishing, and no hostile input."""

import json

import pytest
from wagtail.models import APIToken, Page

from contact.models import ContactPage
from contact.services.roles import ENQUIRY_MANAGERS
from pages.models import ConditionPage
from pages.services.roles import CLINICAL_REVIEWERS, MARKETING_EDITORS
from tests.contact.factories import make_contact_page
from tests.pages.factories import make_condition_page, make_index, make_reference
from tests.pages.models.test_gated_page import make_settings

from .staff import Caller, make_caller

pytestmark = pytest.mark.django_db


def make_body(index, **fields):
    """A condition page as it is sent."""
    meta = {"type": "citewell_pages.ConditionPage", "parent_id": index.pk} | fields.pop("meta", {})
    return {"meta": meta, "title": "Chronic pain"} | fields


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ('<embed embedtype="citation" id="{id}"/>', '<embed embedtype="citation" id="{id}"/>'),
        (
            '<embed embedtype="citation" id="{id}" locator="p. 3"/>',
            '<embed embedtype="citation" id="{id}" locator="p. 3"/>',
        ),
        ('<embed embedtype="citation" id="{id}" onload="x()"/>', '<embed embedtype="citation" id="{id}"/>'),
        ('<embed embedtype="citation"/>', ""),
        ('<embed embedtype="other" id="{id}"/>', ""),
        ("<script>x()</script>", "x()"),
        ('<a href="javascript:x()">a</a>', "a"),
    ],
)
def test_a_citation_is_kept_and_nothing_else_that_no_editor_could_write(sent, stored):
    reference, caller = make_reference(), make_caller(MARKETING_EDITORS)
    text = f"<p>One in five.{sent}</p>".replace("{id}", str(reference.pk))
    section = {"type": "section", "value": {"heading": "Evidence", "aspect": "", "text": text}}
    made = caller.send("/pages/", make_body(make_index(), lead=text, body=[section]))
    assert made.status_code == 201, made.content
    page = ConditionPage.objects.get(pk=made.json()["id"])
    for kept in (page.lead, page.body[0].value["text"].source):
        assert kept.partition("One in five.")[2] == stored.replace("{id}", str(reference.pk)) + "</p>"


def test_a_page_is_a_draft_until_it_is_published():
    caller = make_caller(MARKETING_EDITORS)
    pk = caller.send("/pages/", make_body(make_index())).json()["id"]
    assert not Page.objects.get(pk=pk).live
    changed = caller.send(f"/pages/{pk}/", {"summary": "Short"}, "patch")
    assert changed.json()["summary"] == "Short"
    assert caller.send(f"/pages/{pk}/actions/publish/").status_code == 200
    assert Caller().get(f"/pages/{pk}/").json()["summary"] == "Short"


def test_what_a_person_has_to_say_is_not_written():
    page = make_condition_page()
    caller = make_caller()
    caller.send(
        f"/pages/{page.pk}/", {"last_reviewed": "2026-01-01", "next_review": "2030-01-01", "title": "T"}, "patch"
    )
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.title, draft.last_reviewed, draft.next_review) == ("T", None, None)


def publish_on_creating(caller, index, page):
    """A new page that is live at once."""
    return caller.send("/pages/", make_body(index, meta={"action": "publish"}))


def publish_on_editing(caller, index, page):
    """An edit that goes live at once."""
    return caller.send(f"/pages/{page.pk}/", {"title": "Changed", "meta": {"action": "publish"}}, "patch")


def publish_the_draft(caller, index, page):
    """The action."""
    return caller.send(f"/pages/{page.pk}/actions/publish/")


DOORS = [publish_on_creating, publish_on_editing, publish_the_draft]


@pytest.mark.parametrize("door", DOORS)
def test_a_gate_that_stops_a_page_stops_every_door(door):
    make_settings(gate_off_label="stop")
    page, caller = make_condition_page(live=False), make_caller()
    refused = door(caller, page.get_parent(), page)
    assert refused.status_code == 403
    assert "Off-label notice missing" in refused.json()["detail"]
    assert not ConditionPage.objects.filter(live=True).exists()
    assert ConditionPage.objects.count() == 1


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("group", ["", MARKETING_EDITORS, CLINICAL_REVIEWERS])
def test_nobody_publishes_alone_where_a_review_is_required(door, group):
    make_settings(requires_review=True)
    page, caller = make_condition_page(live=False), make_caller(group)
    assert door(caller, page.get_parent(), page).status_code == 403
    assert not ConditionPage.objects.filter(live=True).exists()


@pytest.mark.parametrize("destination", ["beside it", "elsewhere"])
def test_nor_by_a_copy(destination):
    make_settings(requires_review=True)
    page, caller = make_condition_page(), make_caller()
    index = page.get_parent()
    body = {"title": "Cured for certain", "slug": "copy"}
    if destination == "elsewhere":
        other = index.get_parent().add_child(instance=type(index.specific)(title="Other", slug="other"))
        body["destination_id"] = other.pk
    assert caller.send(f"/pages/{page.pk}/actions/copy/", body).status_code == 403
    with_all = {"recursive": True, "slug": "again"}
    assert caller.send(f"/pages/{index.pk}/actions/copy/", with_all).status_code == 403
    assert ConditionPage.objects.count() == 1
    assert caller.send(f"/pages/{page.pk}/actions/copy/", body | {"keep_live": False}).status_code == 201
    assert ConditionPage.objects.filter(live=True).count() == 1


def test_a_copy_may_be_live_where_no_review_is_required():
    page = make_condition_page()
    assert make_caller().send(f"/pages/{page.pk}/actions/copy/", {"slug": "copy"}).status_code == 201
    assert ConditionPage.objects.filter(live=True).count() == 2


def test_who_has_no_right_to_pages_writes_none():
    caller, index, page = make_caller(ENQUIRY_MANAGERS), make_index(), make_condition_page()
    assert caller.send("/pages/", make_body(index)).status_code == 403
    for method, path in (("patch", ""), ("delete", ""), ("post", "actions/publish/"), ("post", "actions/unpublish/")):
        assert caller.send(f"/pages/{page.pk}/{path}", {"title": "Mine"}, method).status_code == 403
    assert caller.get("/pages/").json()["count"] == 0


def test_a_contact_page_gets_words_and_is_not_made_here():
    page, caller = make_contact_page(), make_caller()
    meta = {"type": "citewell_contact.ContactPage", "parent_id": page.get_parent().pk}
    assert caller.send("/pages/", {"meta": meta, "title": "Contact", "consent_text": "<p>Yes</p>"}).status_code == 403
    assert ContactPage.objects.count() == 1
    sent = {"intro": "<p>New words</p>", "reply_to": "evil@example.org", "notify_addresses": []}
    shown = caller.send(f"/pages/{page.pk}/", sent, "patch").json()
    assert "New words" in shown["intro"]
    assert not {"reply_to", "notify_addresses", "extra_questions"} & set(shown)
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.reply_to, draft.notify_addresses.count()) == (page.reply_to, 1)


HOSTILE = {
    "no JSON": b"{",
    "cut off": b'{"title": "x',
    "invalid UTF-8": b'{"title": "\xff"}',
    "half a surrogate pair": b'{"title": "\\ud800"}',
    "half of one as a name": b'{"\\ud800": 1}',
    "NUL": b'{"title": "a\\u0000b"}',
    "NUL in rich text": b'{"lead": "<p>a\\u0000b</p>"}',
    "a member twice": b'{"title": "a", "title": "b"}',
    "a long number": b'{"title": ' + b"9" * 5000 + b"}",
    "NaN": b'{"title": NaN}',
    "deep": b'{"body": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "another type": json.dumps({"meta": {"type": "citewell_contact.Enquiry"}}).encode(),
    "meta as a text": b'{"meta": "x"}',
    "a title that is too long": json.dumps({"title": "x" * 100_000}).encode(),
    "blocks that are none": b'{"body": [1]}',
    "a block without a value": b'{"body": [{"type": "section"}]}',
    "a block without a type": b'{"body": [{"value": {}}]}',
    "an unknown block": b'{"body": [{"type": "evil", "value": {}}]}',
    "a block of another kind": b'{"body": [{"type": "section", "value": 7}]}',
    "blocks in a text": b'{"body": "x"}',
    "text as a number in a block": b'{"body": [{"type": "section", "value": {"text": 7}}]}',
    "an unknown picture": b'{"body": [{"type": "figure", "value": {"image": 999999}}]}',
    "a picture that is no number": b'{"body": [{"type": "figure", "value": {"image": "x"}}]}',
    "an unknown guideline": b'{"body": [{"type": "guideline_table", "value": {"guideline": "x", "rows": 1}}]}',
    "an unknown person": b'{"author_id": 999999}',
    "an unknown condition": b'{"conditions": [999999]}',
    "an enormous id": b'{"conditions": [99999999999999999999999]}',
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("method", ["post", "patch"])
def test_hostile_bodies_are_refused_and_change_nothing(name, method):
    page, caller = make_condition_page(), make_caller()
    sent = HOSTILE[name]
    if method == "post" and sent.startswith(b"{") and b"meta" not in sent:
        rest = make_body(page.get_parent())
        if b"title" in sent:
            del rest["title"]
        sent = json.dumps(rest).encode()[:-1] + b", " + sent[1:]
    answer = caller.send(f"/pages/{page.pk}/" if method == "patch" else "/pages/", sent, method)
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ConditionPage.objects.count() == 1
    assert page.revisions.count() == 0


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/pages/", {"search": "\0"}),
        ("/pages/", {"title": "\0"}),
        ("/pages/", {"slug": "\ud800".encode("utf-8", "surrogatepass")}),
        ("/pages/", {"locale": "\0"}),
        ("/pages/", {"site": "\0"}),
        ("/pages/", {"site": "localhost:x"}),
        ("/pages/", {"type": "citewell_contact.Enquiry"}),
        ("/pages/", {"order": "owner__password"}),
        ("/pages/", {"order": "consent_text"}),
        ("/pages/", {"offset": 10**30}),
        ("/pages/", {"limit": 10**30}),
        ("/pages/", {"child_of": 10**30}),
        ("/pages/", {"first_published_at": "x"}),
        ("/pages/", {"pk": "x"}),
        ("/pages/", {"locale_id": "x"}),
        ("/pages/", {"type": "citewell_pages.ConditionPage", "conditions": "x"}),
        ("/pages/", {"type": "citewell_pages.ConditionPage", "author": "x"}),
        ("/pages/", {"type": "citewell_pages.ConditionPage", "body": "x"}),
        ("/pages/", {"type": "citewell_pages.ConditionPage", "last_reviewed": "x"}),
        (f"/pages/{10**30}/", {}),
        ("/pages/find/", {"html_path": "\0"}),
        ("/pages/find/", {"id": 10**30}),
        ("/documents/", {"search": "\0"}),
        ("/images/", {"title": "\0"}),
        ("/redirects/", {"site": "x"}),
        ("/redirects/", {"old_path": "\0"}),
        ("/references/", {"search": "\0"}),
        (f"/references/{10**30}/", {}),
        (f"/guidelines/{10**30}/", {}),
        ("/schema/%00/", {}),
    ],
)
def test_hostile_questions_break_nothing(path, query):
    for caller in (Caller(), make_caller()):
        answer = caller.get(path, **query)
        assert answer.status_code < 500, answer.content
    assert APIToken.objects.count() == 1
