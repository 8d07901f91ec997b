"""A remembered page saves a statement, and is never taken for what it is no more."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from contact.models import ContactPage, Enquiry
from contact.services.reading_pages import are_unchanged, read_page, remembered_page
from tests.contact.factories import make_body, make_contact_page, make_post, make_question

pytestmark = pytest.mark.django_db

OTHER_WORDS = "<p>We keep what you send for ever.</p>"


def remember(**overrides: Any) -> ContactPage:
    page = make_contact_page(**overrides)
    read_page(number=page.pk)
    return page


def restrict(page: ContactPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def change_consent(page: ContactPage) -> None:
    ContactPage.objects.filter(pk=page.pk).update(consent_text=OTHER_WORDS)


def never_publish(page: ContactPage) -> None:
    ContactPage.objects.filter(pk=page.pk).update(live=False, first_published_at=None)


def by_form(page: ContactPage) -> int:
    return Client().post(f"/enquiries/{page.pk}/", make_post(page)).status_code


def by_api(page: ContactPage) -> int:
    return Client().post("/api/v1/enquiries", json.dumps(make_body(page)), content_type="application/json").status_code


DOORS = pytest.mark.parametrize("send", [by_form, by_api])
Send = Callable[[ContactPage], int]


def test_a_page_is_remembered_as_it_was_read() -> None:
    page = remember(title="Talk to us")
    remembered = remembered_page(number=page.pk)
    assert remembered is not None
    assert (remembered, remembered.title, remembered.locale.language_code) == (page, "Talk to us", "en")
    assert are_unchanged(pages=[remembered]) == [True]


def test_pages_that_take_more_than_their_row_are_not_remembered() -> None:
    asks, restricted = remember(), remember()
    make_question(asks)
    assert read_page(number=asks.pk) == asks
    assert remembered_page(number=asks.pk) is None
    restrict(restricted)
    assert read_page(number=restricted.pk) == restricted
    assert remembered_page(number=restricted.pk) is None


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_no_number_of_a_page_is_none(number: int) -> None:
    assert read_page(number=number) is None


@pytest.mark.parametrize(
    "change",
    [
        change_consent,
        make_question,
        restrict,
        never_publish,
        lambda page: page.delete(),
        lambda page: Locale.objects.filter(pk=page.locale_id).update(language_code="de"),
    ],
)
def test_whatever_a_post_depends_on_is_seen_to_have_changed(change: Callable[[ContactPage], object]) -> None:
    other, page = remember(), remember()
    before = [each for each in (remembered_page(number=other.pk), remembered_page(number=page.pk)) if each]
    change(page)
    changes_all = change in (restrict,) or Locale.objects.filter(language_code="de").exists()
    assert are_unchanged(pages=before) == [not changes_all, False]


@DOORS
def test_words_that_were_changed_elsewhere_are_not_agreed_to(send: Send) -> None:
    page = remember()
    change_consent(page)
    assert send(page) == 422
    assert not Enquiry.objects.exists()


@DOORS
def test_the_new_words_are_agreed_to_at_once(send: Send) -> None:
    page = remember()
    change_consent(page)
    page.refresh_from_db()
    assert send(page) in (201, 303)
    assert Enquiry.objects.get().consent.text == OTHER_WORDS


@DOORS
@pytest.mark.parametrize("change", [restrict, never_publish, lambda page: page.delete()])
def test_a_page_that_is_not_there_any_more_takes_nothing(change: Callable[[ContactPage], object], send: Send) -> None:
    page = remember()
    number = page.pk
    change(page)
    page.pk = number
    assert send(page) == 404
    assert not Enquiry.objects.exists()


@DOORS
def test_an_enquiry_by_a_remembered_page_takes_as_many_statements(send: Send) -> None:
    page = make_contact_page()
    assert send(page) in (201, 303)
    Enquiry.objects.update(body_hash="", idempotency_key="")
    with CaptureQueriesContext(connection) as remembered:
        send(page)
    assert sum("consent_text" in each["sql"] and "contactpage" in each["sql"] for each in remembered) == 1
