"""Nothing of an enquiry is reached through Wagtail's own API: every operation, type, field and chooser is walked."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver
from wagtail.api.v3.registry import registry
from wagtail.api.v3.urls import api
from wagtail.models import Page, Revision
from wagtail.snippets.models import get_snippet_models

from contact.models import Enquiry
from contact.services.roles import ENQUIRY_MANAGERS
from pages.services.roles import MARKETING_EDITORS
from tests.contact.factories import CANARIES, make_contact_page, make_enquiry, make_receipt
from tests.pages.factories import make_condition_page, make_guideline, make_reference

from .staff import API, Caller, make_caller

pytestmark = pytest.mark.django_db

PRIVATE = ("citewell_contact", "citewell_outbox")
# A public page: its words are what visitors read.
KNOWN = {"citewell_contact.ContactPage"}
# The words of mails, which staff write and no visitor does.
KNOWN_SNIPPETS = {"citewell_contact.CannedReply"}


def private_labels() -> set[str]:
    """The models that no type of the API may be."""
    models = [model for label in PRIVATE for model in apps.get_app_config(label).get_models()]
    return {model._meta.label for model in models} - KNOWN


def operations() -> Iterator[tuple[str, str]]:
    """Every method and path of the API, below its prefix."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, re.sub("/{2,}", "/", f"/{prefix}/{path}")


def test_every_operation_of_the_contract_is_walked(settings):
    settings.WAGTAILAPI_DOCS_ENABLED = True
    paths = Caller().get("/openapi.json").json()["paths"]
    named = {(method.upper(), path.removeprefix(API)) for path, has in paths.items() for method in has}
    found = {(method, re.sub(r"{\w+:", "{", path)) for method, path in operations()}
    assert found == named
    assert len(found) > 40


def fill(path: str, value: Any, kind: str) -> str:
    """A path with its parameters filled in."""
    return re.sub(r"{[^}]*}", lambda match: kind if "type" in match[0] else str(value), path)


@pytest.fixture
def canaries():
    """What must not be seen: the words of enquiries, what is kept about them, and whom mail goes to."""
    page = make_contact_page(addresses=("canary-desk@clinic.example",), reply_to="canary-reply@clinic.example")
    make_receipt(page)
    enquiry = make_enquiry(page=page)
    make_guideline(make_reference())
    make_condition_page()
    secrets = [value for value in CANARIES.values() if len(value) > 8]
    return [*secrets, enquiry.receipt, *Enquiry.objects.values_list("receipt", flat=True), "canary"]


@pytest.mark.parametrize("who", ["nobody", "root", MARKETING_EDITORS, ENQUIRY_MANAGERS])
def test_no_operation_shows_a_word_of_one(who, canaries):
    caller = {"nobody": Caller, "root": make_caller}.get(who, lambda: make_caller(who))()
    rows = {model: model.objects.count() for label in PRIVATE for model in apps.get_app_config(label).get_models()}
    ids = {1, 2, *Page.objects.values_list("pk", flat=True), *Enquiry.objects.values_list("pk", flat=True)}
    kinds = [*sorted(private_labels()), "citewell_contact.ContactPage", "citewell_pages.ConditionPage"]
    asked = {fill(path, pk, kind) for method, path in operations() if method == "GET" for pk in ids for kind in kinds}
    lists = [f"{path}?search={word}" for path in ("/pages/", "/documents/", "/references/") for word in canaries[:3]]
    for path in sorted(asked) + lists:
        shown = caller.get(path)
        assert shown.status_code < 500, path
        text = shown.content.decode()
        # A question that is refused may repeat its own words, which are those of this test.
        assert [word for word in canaries if word in text and word not in path] == [], path
    assert {model: model.objects.count() for model in rows} == rows


def test_no_operation_that_writes_touches_one(canaries):
    caller, labels = make_caller(), sorted(private_labels())
    before = list(Enquiry.objects.order_by("pk").values())
    pk = before[0]["id"]
    for method, path in operations():
        # `/pages/` with the id of an enquiry is a page of that id; what is private is asked for by its type alone.
        if method == "GET" or "type" not in path:
            continue
        for label in labels:
            for body in ({"name": "x"}, {"meta": {"type": label}, "message": "x"}):
                answer = caller.send(fill(path, pk, label), body, method.lower())
                assert 400 <= answer.status_code < 500, (method, path, label)
    for label in labels:
        answer = caller.send("/pages/", {"meta": {"type": label, "parent_id": 2}, "title": "x"})
        assert answer.status_code == 422
    assert list(Enquiry.objects.order_by("pk").values()) == before


def test_the_revisions_of_a_contact_page_do_not_show_whom_mail_goes_to():
    page = make_contact_page(addresses=("canary-desk@clinic.example",))
    page.save_revision()
    revision = Revision.objects.get()
    caller = make_caller()
    for path in (f"/pages/{page.pk}/?version=draft", f"/pages/{page.pk}/revisions/{revision.pk}/"):
        shown = caller.get(path)
        assert shown.status_code == 200
        assert "canary" not in shown.content.decode()


def named_types(schema: Any) -> set[str]:
    """The labels of models that a JSON schema names."""
    return set(re.findall(r'"(citewell_\w+\.\w+)"', json.dumps(schema, default=str)))


def test_no_type_of_the_api_is_private_or_leads_to_what_is():
    for entry in registry.list_content_types():
        for schema in registry.get_type_schemas(entry.name).values():
            assert named_types(schema) & private_labels() == set(), entry.name
    names = {entry.name for entry in registry.list_content_types()}
    assert names & private_labels() == set()
    assert "citewell_pages.Reference" in names


def test_the_fields_of_a_contact_page_are_its_words():
    schema = registry.get("citewell_contact.ContactPage").read_schema
    words = {"intro", "phone", "emergency_notice", "form_intro", "consent_text", "what_happens_next"}
    assert set(schema.model_fields) == words | {"id", "title", "meta"}


def test_no_private_model_has_fields_for_an_api_or_is_a_snippet():
    models = [apps.get_model(label) for label in private_labels()]
    assert [model for model in models if getattr(model, "api_fields", None)] == []
    assert {model._meta.label for model in get_snippet_models()} & private_labels() <= KNOWN_SNIPPETS


def test_no_chooser_of_the_admin_chooses_an_enquiry():
    names = {name for name in get_resolver().namespace_dict if "chooser" in name}
    assert names
    assert [name for name in names if re.search("enquir|deliver|access|endpoint|datakey|consent", name.lower())] == []
