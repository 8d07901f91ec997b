from typing import Any

import pytest

from contact.models import Enquiry
from contact.services.learning import opinion_about, opinions_about, teach
from contact.spam.bayes import Counts
from contact.spam.letter import Letter
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db
LETTERS = [
    Letter("Ann", "ann@example.org", "My shoulder hurts since the surgery"),
    Letter("Seller", "seller@example.org", "First page ranking guaranteed for your clinic"),
    Letter("Bo", "bo@example.org", ""),
]


def learn(letter: Letter, is_spam: bool) -> None:
    enquiry: Enquiry = make_enquiry(name=letter.name)
    teach(enquiry=enquiry, letter=letter, is_spam=is_spam)


def test_several_letters_are_thought_of_as_each_alone(django_assert_num_queries: Any) -> None:
    learn(LETTERS[0], is_spam=False)
    learn(LETTERS[1], is_spam=True)
    with django_assert_num_queries(2):
        together = opinions_about(letters=LETTERS)
    assert together == [opinion_about(letter=letter) for letter in LETTERS]
    assert {lessons for lessons, _opinion in together} == {Counts(1, 1)}
    genuine, spam, silent = (opinion.score for _lessons, opinion in together)
    assert genuine < silent < spam


def test_before_the_first_lesson_it_thinks_nothing_of_any() -> None:
    assert [opinion.score for _lessons, opinion in opinions_about(letters=LETTERS)] == [0.5] * 3
