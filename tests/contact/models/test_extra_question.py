from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from contact.models import ContactPage, Enquiry, ExtraQuestion
from tests.contact.factories import make_contact_page, make_enquiry, make_question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("choices", ["", "one", "\n".join(map(str, range(31))), "one\n" + "x" * 201])
def test_answers_to_choose_from_are_asked_for_where_the_kind_offers_some(choices: str) -> None:
    with pytest.raises(ValidationError, match="answer"):
        ExtraQuestion(label="?", kind="one_choice", choices=choices).clean()
    ExtraQuestion(label="?", kind="short_text", choices=choices).clean()


def test_a_question_keeps_its_key_when_the_page_is_published_anew() -> None:
    page = make_contact_page()
    question = make_question(page)
    draft = page.get_latest_revision_as_object() if page.latest_revision else ContactPage.objects.get(pk=page.pk)
    (row,) = draft.extra_questions.all()
    row.label = "Other words"
    draft.extra_questions = [row]
    draft.save_revision().publish()
    (now,) = ContactPage.objects.get(pk=page.pk).form_questions
    assert (now.key, now.label) == (question.key, "Other words")


def test_staff_find_the_questions_in_the_editor(admin_client: Client) -> None:
    page = make_contact_page()
    html = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Questions of your own" in html
    assert "extra_questions-__prefix__-label" in html


@pytest.mark.parametrize("kind", Enquiry.Kind.values)
def test_each_kind_of_enquiry_can_be_stored(kind: str) -> None:
    assert make_enquiry(kind=kind).pk


@pytest.mark.parametrize("way", Enquiry.PreferredContact.values)
def test_each_way_to_answer_can_be_stored(way: str) -> None:
    assert make_enquiry(preferred_contact=way).pk


@pytest.mark.parametrize("wrong", [{"kind": "other"}, {"preferred_contact": "pigeon"}])
def test_21_the_database_keeps_the_choices(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make_enquiry(**wrong)
