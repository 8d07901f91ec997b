import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from contact.kept_answers import read_answers
from contact.models import ContactPage, Enquiry, ExtraQuestion, SpamSignal
from tests.contact.factories import CANARIES, make_contact_page, make_post, make_question, make_receipt

pytestmark = pytest.mark.django_db


def send(client: Client, page: ContactPage, headers: dict[str, str] | None = None, **overrides: Any):
    address = reverse("citewell_contact:enquiry", args=[page.pk])
    return client.post(address, make_post(page, **overrides), headers=headers or {"Origin": "http://testserver"})


def test_a_valid_enquiry_leads_to_its_receipt(client: Client) -> None:
    page = make_contact_page()
    response = send(client, page)
    code = Enquiry.objects.get().receipt
    assert (response.status_code, response.url) == (303, f"/enquiries/{page.pk}/thanks/{code}/")


def test_neither_page_nor_answers_set_a_cookie(client: Client) -> None:
    page = make_contact_page()
    client.get(page.url)
    send(client, page, name="")
    client.get(send(client, page).url)
    assert not client.cookies


def test_a_visitor_without_a_csrf_cookie_is_heard() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, make_contact_page()).status_code == 303


def test_the_thank_you_page_shows_the_receipt_and_nothing_else(client: Client) -> None:
    page = make_contact_page(thanks_title="We heard you", what_happens_next="<p>We call.</p>")
    response = client.get(send(client, page).url)
    html = response.content.decode()
    assert Enquiry.objects.get().receipt in html
    assert "We heard you" in html
    assert "<p>We call.</p>" in html
    assert not [canary for canary in CANARIES.values() if canary in html]
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("receipt", ["234-678-9CD", "nonsense", "K7M-4QX-9RT"])
def test_a_receipt_that_was_never_given_is_not_found(client: Client, receipt: str) -> None:
    page = make_contact_page()
    assert client.get(f"/enquiries/{page.pk}/thanks/{receipt}/").status_code == 404


def test_a_receipt_of_another_page_is_not_found(client: Client) -> None:
    receipt, other = make_receipt(), make_contact_page()
    assert client.get(f"/enquiries/{other.pk}/thanks/{receipt.code}/").status_code == 404


def test_faults_come_first_and_again_at_their_fields(client: Client) -> None:
    response = send(client, make_contact_page(), name="", kind="")
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Contact us</title>" in html
    summary = html[html.index('id="enquiry-errors"') : html.index("<h1>")]
    assert re.search(r'role="alert" tabindex="-1" autofocus', summary)
    assert re.findall(r'<a href="#([^"]+)">([^<]+)', summary) == [
        ("enquiry-kind_0", "Choose what we can do for you."),
        ("enquiry-name", "Enter your name."),
    ]
    field = html[html.index('name="name"') - 60 : html.index('name="name"') + 300]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="enquiry-name_error"' in field
    assert html.count("Enter your name.") == 2


def test_links_and_descriptions_point_to_something(client: Client) -> None:
    html = send(
        client, make_contact_page(), name="", kind="", email="", consent="", message="x" * 6000
    ).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    pointed = [*re.findall(r'href="#([^"]+)"', html), *re.findall(r'\bfor="([^"]+)"', html)]
    for names in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html):
        pointed += names.split()
    assert len(ids) == len(set(ids))
    assert set(pointed) <= set(ids)


def test_what_was_typed_is_kept(client: Client) -> None:
    html = send(client, make_contact_page(), kind="").content.decode()
    kept = [value for name, value in CANARIES.items() if value in html]
    assert kept == list(CANARIES.values())
    assert re.search(r'id="enquiry-consent"[^>]*\schecked', html)


def test_scripts_typed_into_the_form_come_back_harmless(client: Client) -> None:
    attack = '"><script>alert(1)</script>'
    html = send(client, make_contact_page(), kind=attack, name=attack, message=f"</textarea>{attack}").content.decode()
    assert "<script>alert" not in html


def test_changed_consent_is_asked_for_again_and_can_then_be_given(client: Client) -> None:
    page = make_contact_page()
    html = send(client, page, consent_version="0" * 16).content.decode()
    assert "have changed since you opened the page" in html
    assert not re.search(r'id="enquiry-consent"[^>]*\schecked', html)
    assert f'name="consent_version" value="{page.consent_version}"' in html


@pytest.mark.parametrize("text", ["a\x00b", "x" * 201])
def test_what_cannot_be_stored_is_a_fault_not_a_crash(client: Client, text: str) -> None:
    assert send(client, make_contact_page(), name=text).status_code == 422


def test_invalid_utf_8_is_taken_or_refused_but_no_crash(client: Client) -> None:
    page = make_contact_page()
    body = b"name=%FF%ED%A0%80&kind=client"
    response = client.post(f"/enquiries/{page.pk}/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


@pytest.mark.parametrize("template", ["base", "refused"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_page_is_read_in_the_direction_of_its_language(template: str, language: str, direction: str) -> None:
    with translation.override(language):
        html = render_to_string(f"citewell/contact/{template}.html")
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_another_site_is_refused(client: Client) -> None:
    response = send(client, make_contact_page(), headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Enquiry.objects.exists()


def test_an_enormous_post_is_refused(client: Client) -> None:
    assert send(client, make_contact_page(), message="x" * 300_000).status_code == 413


def test_a_used_key_with_other_words_is_a_problem(client: Client) -> None:
    page = make_contact_page()
    headers = {"Idempotency-Key": "abc", "Accept": "application/json"}
    assert send(client, page, headers=headers).status_code == 303
    response = send(client, page, headers=headers, message="Other words")
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert response.json()["status"] == 409


def test_in_the_form_the_words_are_kept_and_can_be_sent_as_new(client: Client) -> None:
    page = make_contact_page()
    send(client, page, idempotency_key="abc")
    response = send(client, page, idempotency_key="abc", message="Other words")
    html = response.content.decode()
    assert response.status_code == 409
    assert "Other words" in html
    assert '<input type="hidden" name="idempotency_key" value="">' in html


def test_a_filled_trap_gets_the_same_answer_and_a_signal(client: Client) -> None:
    page = make_contact_page()
    assert send(client, page, fax="555").status_code == 303
    assert SpamSignal.objects.get(name="honeypot").verdict == "filled"
    assert Enquiry.objects.get().routing == "quarantine"


def test_the_forms_address_leads_to_the_page(client: Client) -> None:
    page = make_contact_page()
    response = client.get(f"/enquiries/{page.pk}/")
    assert (response.status_code, response.url) == (302, page.url)


def test_an_unknown_page_is_not_found(client: Client) -> None:
    assert client.post("/enquiries/999/", {}).status_code == 404


def test_a_page_that_was_taken_down_still_hears_its_open_forms(client: Client) -> None:
    page = make_contact_page()
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    assert send(client, page).status_code == 303


def test_a_page_for_invited_readers_takes_nothing_from_others(client: Client) -> None:
    page = make_contact_page()
    page.view_restrictions.create(restriction_type="password", password="x")
    assert send(client, page).status_code == 404


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000])
def test_a_page_number_that_no_database_holds_is_no_page(client: Client, number: str) -> None:
    assert client.get(f"/enquiries/{number}/").status_code == 404
    assert client.post(f"/enquiries/{number}/").status_code == 404


def test_the_staffs_own_questions_are_stored_in_the_words_that_were_asked(client: Client) -> None:
    page = make_contact_page()
    who, colours = (
        make_question(page),
        make_question(page, "Which?", kind="several_choices", choices="Red\nBlue\nGreen"),
    )
    send(client, page, **{who.field_name: "Dr Ode", colours.field_name: ["Red", "Green"]})
    ExtraQuestion.objects.update(label="Other words")
    told = [(answer.question, answer.values) for answer in read_answers(Enquiry.objects.get().answers)]
    assert told == [("Who referred you?", ("Dr Ode",)), ("Which?", ("Red", "Green"))]


def test_a_question_that_must_be_answered_is_a_fault_like_any_other(client: Client) -> None:
    page = make_contact_page()
    make_question(page, "Optional")
    question = make_question(page, "Insured?", kind="yes_no", required=True, help_text="Any insurance")
    response = send(client, page, consent="")
    html = response.content.decode()
    summary = re.findall(r'<a href="#([^"]+)">([^<]+)', html[html.index('id="enquiry-errors"') : html.index("<h1>")])
    assert response.status_code == 422
    assert summary[0] == (f"enquiry-{question.field_name}_0", "Please answer: Insured?")
    assert summary[1][0] == "enquiry-consent"
    name = f"enquiry-{question.field_name}"
    assert f'aria-describedby="{name}_helptext {name}_error"' in html


def test_answers_are_kept_after_a_fault_elsewhere(client: Client) -> None:
    page = make_contact_page()
    who, colours = make_question(page), make_question(page, "Which?", kind="several_choices", choices="Red\nBlue")
    html = send(client, page, name="", **{who.field_name: "Dr Ode", colours.field_name: ["Blue"]}).content.decode()
    assert 'value="Dr Ode"' in html
    assert re.findall(r'value="(\w+)"[^>]*checked', html[html.index("Which?") : html.index("Your consent")]) == ["Blue"]


def test_the_browsers_language_and_the_campaign_are_kept(client: Client) -> None:
    headers = {"Origin": "http://testserver", "Accept-Language": "es-MX,es;q=0.8"}
    send(client, make_contact_page(), headers=headers, campaign="utm_source=news&gclid=1")
    enquiry = Enquiry.objects.get()
    assert (enquiry.visitor_language, enquiry.campaign) == ("es-MX", "utm_source=news")


def test_a_campaigns_address_is_kept_without_javascript(client: Client) -> None:
    html = client.get(make_contact_page().url, {"utm_source": "news", "gclid": "1"}).content.decode()
    assert re.search(r'name="campaign" value="utm_source=news"', html)


def test_the_number_of_queries_does_not_grow_with_the_questions(client: Client) -> None:
    few, many = make_contact_page(), make_contact_page()
    make_question(few)
    for number in range(10):
        make_question(many, f"Question {number}")
    send(client, few)
    with CaptureQueriesContext(connection) as for_one:
        send(client, few, message="Two")
    with CaptureQueriesContext(connection) as for_ten:
        send(client, many, message="Three")
    assert len(for_ten) == len(for_one)
