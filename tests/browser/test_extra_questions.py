"""The clinic's own questions on the contact page, and where a visitor came from, in a real browser."""

import pytest
from playwright.sync_api import expect

from contact.kept_answers import read_answers
from contact.models import ContactPage, Enquiry, ExtraQuestion

from .test_enquiry import fill_in, send

QUESTIONS = (
    {"label": "Who referred you?", "kind": "short_text", "help_text": "A name is enough."},
    {"label": "Since when does it hurt?", "kind": "date", "required": True},
    {"label": "Are you insured?", "kind": "yes_no", "required": True, "help_text": "Any insurance counts."},
    {"label": "What have you tried?", "kind": "several_choices", "choices": "Tablets\nNerve blocks\nPhysiotherapy"},
    {
        "label": "Which of our places is nearest to you?",
        "kind": "one_choice",
        "choices": "Raleigh\nDurham\nChapel Hill",
    },
    {"label": "Which language do you speak best?", "kind": "one_choice", "choices": "\n".join("ABCDEFGHIJ")},
    {"label": "Anything else?", "kind": "long_text"},
)


@pytest.fixture
def questions(demo_site):
    page = ContactPage.objects.get()
    return [ExtraQuestion.objects.create(page=page, sort_order=at, **fields) for at, fields in enumerate(QUESTIONS)]


def answer_all(page):
    """Answer every question as a visitor does."""
    page.get_by_label("Who referred you?").fill("Dr Ode")
    page.get_by_label("Since when does it hurt?").fill("2026-03-09")
    page.get_by_role("group", name="Are you insured?").get_by_label("Yes").check()
    page.get_by_label("Nerve blocks").check()
    page.get_by_label("Tablets").check()
    page.get_by_label("Durham").check()
    page.get_by_label("Which language do you speak best?").select_option("C")
    page.get_by_label("Anything else?").fill("No.\nThank you.")


def told():
    """Return what was stored, by question."""
    return {answer.question: answer.values for answer in read_answers(Enquiry.objects.get().answers)}


def test_a_choice_read_from_the_right_has_its_box_beside_its_words(demo_site, questions, phone):
    phone.goto(demo_site.url + "/contact/")
    phone.evaluate("document.documentElement.dir = 'rtl'")
    paddings = "label => ['Right', 'Left'].map(side => parseFloat(getComputedStyle(label)[`padding${side}`]))"
    right, left = phone.locator(".cw-choice label").first.evaluate(paddings)
    assert right > 2 * left


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_questions_are_accessible_before_and_after_a_fault(demo_site, questions, new_page, axe, watch, width):
    watch.allow(r"422 .*/enquiries/")
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(demo_site.url + "/contact/")
    assert axe(page) == []
    send(page)
    assert page.locator("#enquiry-errors a").all_inner_texts()[-3:] == [
        "Please answer: Since when does it hurt?",
        "Please answer: Are you insured?",
        "Tick the box if you agree. Without it we may not keep what you send us.",
    ]
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator("#enquiry-errors a").nth(-2).click()
    assert page.evaluate("document.activeElement.type") == "radio"


def test_answers_are_kept_after_a_fault_and_arrive(demo_site, questions, phone, watch):
    watch.allow(r"422 .*/enquiries/")
    phone.goto(demo_site.url + "/contact/")
    fill_in(phone, **{"E-mail": "mara at example"})
    answer_all(phone)
    send(phone)
    assert phone.get_by_label("Nerve blocks").is_checked()
    expect(phone.get_by_label("Since when does it hurt?")).to_have_value("2026-03-09")
    phone.get_by_role("textbox", name="E-mail").fill("mara@example.org")
    send(phone)
    phone.wait_for_url("**/thanks/**")
    assert told() == {
        "Who referred you?": ("Dr Ode",),
        "Since when does it hurt?": ("2026-03-09",),
        "Are you insured?": ("yes",),
        "What have you tried?": ("Tablets", "Nerve blocks"),
        "Which of our places is nearest to you?": ("Durham",),
        "Which language do you speak best?": ("C",),
        "Anything else?": ("No.\nThank you.",),
    }


def test_they_are_answered_without_javascript(demo_site, questions, no_script):
    no_script.goto(demo_site.url + "/contact/?utm_source=letter&from=/conditions/")
    fill_in(no_script)
    answer_all(no_script)
    send(no_script)
    assert "/thanks/" in no_script.url
    assert len(told()) == len(QUESTIONS)
    enquiry = Enquiry.objects.get()
    assert (enquiry.campaign, enquiry.source_path) == ("utm_source=letter", "/conditions/")


def test_the_page_before_and_its_campaign_are_told_once_the_form_is_touched(demo_site, desktop):
    desktop.goto(demo_site.url + "/conditions/?utm_source=letter&utm_medium=paper")
    desktop.evaluate("location.href = '/contact/'")
    desktop.wait_for_url("**/contact/")
    campaign = desktop.locator("[name=campaign]")
    expect(campaign).to_have_value("")
    fill_in(desktop)
    send(desktop)
    desktop.wait_for_url("**/thanks/**")
    enquiry = Enquiry.objects.get()
    assert enquiry.campaign == "utm_source=letter&utm_medium=paper"
    assert enquiry.source_path == "/conditions/"
    assert (desktop.context.cookies(), desktop.evaluate("sessionStorage.length + localStorage.length")) == ([], 0)


def test_a_page_elsewhere_that_led_here_is_told_without_its_query(demo_site, new_page):
    page = new_page()
    page.goto(demo_site.url + "/contact/", referer="https://search.example/find?q=crps")
    fill_in(page)
    send(page)
    page.wait_for_url("**/thanks/**")
    assert Enquiry.objects.get().referrer in ("https://search.example/find", "https://search.example/")


def test_staff_write_a_question_in_the_editor(demo_site, desktop, sign_in, admin_user):
    sign_in(desktop, admin_user)
    page = ContactPage.objects.get()
    desktop.goto(f"{demo_site.url}/admin/pages/{page.pk}/edit/")
    desktop.get_by_role("button", name="Add question").click()
    desktop.locator("[name=extra_questions-0-label]").fill("Which color?")
    desktop.locator("[name=extra_questions-0-kind]").select_option("one_choice")
    desktop.locator("[name=extra_questions-0-choices]").fill("Red\nBlue")
    desktop.get_by_role("button", name="More actions").click()
    desktop.get_by_role("button", name="Publish").click()
    desktop.wait_for_load_state("networkidle")
    (question,) = ContactPage.objects.get().form_questions
    assert (question.label, question.choice_list) == ("Which color?", ["Red", "Blue"])
    desktop.goto(demo_site.url + "/contact/")
    expect(desktop.get_by_label("Blue")).to_be_visible()
