"""Catalogue line 39: whatever goes wrong with an enquiry, no report of it says what was written."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.log import AdminEmailHandler
from django.views.debug import get_default_exception_reporter_filter

from tests.contact.factories import CANARIES, make_contact_page, make_data, make_enquiry, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports(settings: Any, caplog: pytest.LogCaptureFixture, tmp_path: Any) -> Iterator[Any]:
    """A call returns all that Django's error mails (with the HTML report) and the logs at their most talkative say."""
    settings.ADMINS = [("Admin", "admin@clinic.example")]
    settings.DEBUG = False
    handler = AdminEmailHandler(include_html=True)
    logging.getLogger("django.request").addHandler(handler)
    caplog.set_level(logging.DEBUG)
    yield lambda: "\n".join([*(str(each.message()) + each.alternatives[0][0] for each in mail.outbox), caplog.text])
    logging.getLogger("django.request").removeHandler(handler)


def found_in(text: str) -> list[str]:
    """The canaries in a text."""
    return [canary for canary in CANARIES.values() if canary in text]


def fail(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("it broke here")


INSIDE_THE_INTAKE = [
    "contact.intake.phonenumbers.parse",
    "contact.services.receiving.hash_body",
    "contact.services.receiving.mails_about",
    "contact.services.indexing.terms_of",
    "contact.services.receiving.insert_new",
    "contact.models.fields.seal",
    "contact.forms.EnquiryForm.full_clean",
]


@pytest.mark.parametrize("where", INSIDE_THE_INTAKE)
def test_39_a_fault_in_the_intake_of_the_form_tells_nothing(reports, monkeypatch, where: str) -> None:
    page = make_contact_page()
    monkeypatch.setattr(where, fail)
    response = Client(raise_request_exception=False).post(f"/enquiries/{page.pk}/", make_post(page))
    told = reports()
    if response.status_code != 303:
        assert response.status_code == 500
        assert "it broke here" in told
    assert found_in(told) == []


@pytest.mark.parametrize("where", INSIDE_THE_INTAKE[1:5])
def test_39_a_fault_in_the_intake_of_json_tells_nothing(reports, monkeypatch, where: str) -> None:
    page = make_contact_page()
    monkeypatch.setattr(where, fail)
    body = make_data(page).as_dict() | {"page": page.pk, "consent": True}
    for name in ("answers", "referrer", "campaign", "visitor_language"):
        body.pop(name, None)
    client = Client(raise_request_exception=False)
    response = client.post("/api/v1/enquiries", body, content_type="application/json")
    assert response.status_code == 500
    assert "it broke here" in reports()
    assert found_in(reports() + response.content.decode()) == []


@pytest.mark.parametrize("where", ["contact.views.detail._telling", "contact.views.detail.get_text_for_indexing"])
def test_39_a_fault_while_staff_read_tells_nothing(reports, monkeypatch, admin_user, where: str) -> None:
    enquiry = make_enquiry()
    enquiry.events.create(kind="received", detail="canary-detail")
    monkeypatch.setattr(where, fail)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    assert client.get(f"/admin/enquiries/{enquiry.pk}/").status_code == 500
    assert "it broke here" in reports()
    assert found_in(reports()) == []
    assert "canary-detail" not in reports()


@pytest.fixture
def _djangos_own_filter(settings) -> Iterator[None]:
    """A project that sets none; Django keeps the filter it made first."""
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"
    get_default_exception_reporter_filter.cache_clear()
    yield
    get_default_exception_reporter_filter.cache_clear()


@pytest.mark.usefixtures("_djangos_own_filter")
def test_39_the_filter_holds_in_a_project_that_sets_none(reports, monkeypatch) -> None:
    page = make_contact_page()
    monkeypatch.setattr("contact.services.receiving.hash_body", fail)
    Client(raise_request_exception=False).post(f"/enquiries/{page.pk}/", make_post(page))
    assert "it broke here" in reports()
    assert found_in(reports()) == []


@pytest.mark.usefixtures("_djangos_own_filter")
def test_39_without_the_filter_the_report_does_tell(reports, monkeypatch) -> None:
    monkeypatch.setattr("contact.views.intake.keep_words_out_of_reports", lambda request: None)
    page = make_contact_page()
    monkeypatch.setattr("contact.services.receiving.hash_body", fail)
    Client(raise_request_exception=False).post(f"/enquiries/{page.pk}/", make_post(page))
    assert CANARIES["name"] in reports()
