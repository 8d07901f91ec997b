import pytest
from django.test import Client
from django.utils.html import escape

from contact.kept_answers import Answer, write_answers
from contact.models import Enquiry, ExtraQuestion, SpamSignal
from tests.contact.factories import (
    CANARIES,
    make_contact_page,
    make_enquiry,
    make_question,
    make_reader,
    make_receipt,
)

pytestmark = pytest.mark.django_db


def shown(client: Client, pk: int) -> str:
    return client.get(f"/admin/enquiries/{pk}/").content.decode()


def test_everything_stands_on_one_screen(manager: Client) -> None:
    receipt = make_receipt()
    SpamSignal.objects.create(enquiry_id=receipt.enquiry_id, name="honeypot", verdict="filled", reason="Trap")
    html = shown(manager, receipt.enquiry_id)
    for text in (receipt.code, *CANARIES.values(), "Trap", "desk@clinic.example", "Received"):
        assert escape(text) in html


def test_the_filter_says_because_of_which_words(manager: Client) -> None:
    spam = make_enquiry(message="Cheap backlinks for your website")
    manager.post(f"/admin/enquiries/{spam.pk}/sort/", {"as": "spam"})
    html = shown(manager, make_enquiry(message="We sell backlinks, my knee hurts").pk)
    assert "The learning filter, because of:" in html
    assert "<q>backlinks</q>" in html


def test_one_click_calls_or_writes(manager: Client) -> None:
    html = shown(manager, make_enquiry(phone="919 234 5678", email="mara+x@example.org").pk)
    assert 'href="tel:+19192345678"' in html
    assert 'href="mailto:mara%2Bx@example.org"' in html


def test_one_click_moves_it_on_and_the_timeline_says_so(manager: Client) -> None:
    enquiry = make_enquiry()
    response = manager.post(f"/admin/enquiries/{enquiry.pk}/status/", {"status": "contacted"}, follow=True)
    enquiry.refresh_from_db()
    assert enquiry.status == "contacted"
    assert "New → Contacted" in response.content.decode()


def test_the_same_status_again_changes_nothing(manager: Client) -> None:
    enquiry = make_enquiry()
    manager.post(f"/admin/enquiries/{enquiry.pk}/status/", {"status": "new"})
    assert enquiry.events.count() == 0


def test_an_unknown_status_is_refused(manager: Client) -> None:
    enquiry = make_enquiry()
    assert manager.post(f"/admin/enquiries/{enquiry.pk}/status/", {"status": "evil"}).status_code == 400


@pytest.mark.parametrize("door", ["999/", "999/status/"])
def test_an_unknown_enquiry_is_not_found(manager: Client, door: str) -> None:
    address = f"/admin/enquiries/{door}"
    response = manager.post(address, {"status": "new"}) if "status" in door else manager.get(address)
    assert response.status_code == 404


def test_who_may_only_see_is_offered_no_buttons() -> None:
    client = Client()
    client.force_login(make_reader())
    assert 'name="status"' not in shown(client, make_enquiry().pk)


def test_the_browsers_title_holds_no_name(manager: Client) -> None:
    html = shown(manager, make_enquiry().pk)
    title = html[html.index("<title") : html.index("</title>")]
    assert Enquiry.objects.get().receipt in title
    assert CANARIES["name"] not in title


def test_nothing_a_visitor_typed_executes(manager: Client) -> None:
    attack = "\"'><script>alert(1)</script>"
    fields = dict.fromkeys(CANARIES, attack) | {"email": '"<script>alert(1)</script>"@example.org'}
    html = shown(manager, make_enquiry(**fields).pk)
    assert "<script>alert" not in html
    assert "javascript:" not in html.partition("cw-enquiry")[2]


def test_the_forms_own_questions_stand_in_the_words_that_were_asked(manager: Client) -> None:
    page = make_contact_page()
    question = make_question(page, label="Who <referred> you?")
    receipt = make_receipt(
        page, answers=write_answers([Answer(question.key, question.label, "short_text", ("Dr Ode",))])
    )
    ExtraQuestion.objects.update(label="Something else")
    html = shown(manager, receipt.enquiry_id)
    assert "Who &lt;referred&gt; you?" in html
    assert "Dr Ode" in html
    assert "Something else" not in html


def test_dates_and_yes_are_told_as_people_say_them(manager: Client) -> None:
    answers = [Answer("a", "Since when?", "date", ("2026-03-09",)), Answer("b", "Insured?", "yes_no", ("yes",))]
    html = shown(manager, make_enquiry(answers=write_answers(answers)).pk)
    assert "March 9, 2026" in html
    assert "<div>Yes</div>" in html


def test_language_and_consent_are_told(manager: Client) -> None:
    enquiry = make_enquiry(visitor_language="es-MX")
    html = shown(manager, enquiry.pk)
    assert "Mexican Spanish (es-MX)" in html
    assert enquiry.consent.version in html


def test_a_lost_key_still_shows_the_rest(manager: Client, settings) -> None:
    from cryptography.fernet import Fernet

    enquiry = make_enquiry()
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    html = shown(manager, enquiry.pk)
    assert enquiry.receipt in html
    assert "cannot be read" in html


def test_a_link_leads_back_to_the_row_of_the_list(manager: Client) -> None:
    enquiry = make_enquiry()
    assert f'<a class="cw-back" href="/admin/enquiries/#enquiry-{enquiry.pk}">' in shown(manager, enquiry.pk)


def test_24_a_number_to_call_shows_what_is_hidden_in_it(manager: Client) -> None:
    html = shown(manager, make_enquiry(phone="\u202e12345").pk)
    assert "\u202e" not in html
    assert ">U+202E</span>" in html[html.index('href="tel:') :][:400]


def test_it_tells_who_opened_it_how_often(manager: Client) -> None:
    enquiry = make_enquiry()
    shown(manager, enquiry.pk)
    html = shown(manager, enquiry.pk)
    opened = html[html.index('id="views"') :]
    assert "<strong>manager</strong>" in opened
    assert "2 times, last on" in opened


def test_who_only_reads_is_not_told_who_else_did() -> None:
    client = Client()
    client.force_login(make_reader())
    assert 'id="views"' not in shown(client, make_enquiry().pk)
