"""Buttons at the end of an article and the sentence before them."""

import pytest

from pages.article.call_to_action import find_call_to_action, is_button

from .factories import make_block


def find(*texts):
    call, start = find_call_to_action([make_block(text) for text in texts])
    return call, start


def test_sentence_over_two_lines_and_two_buttons():
    call, start = find(
        "Long prose ends here.", "Please call us if you want to join", "Our Rooms", "Contact Us", "Book a Visit"
    )
    assert (call.text, start) == ("Please call us if you want to join Our Rooms", 1)
    assert [(button.label, button.purpose) for button in call.buttons] == [
        ("Contact Us", "client"),
        ("Book a Visit", "consultation"),
    ]


def test_buttons_alone():
    call, start = find("Long prose ends here.", "Contact us")
    assert (call.text, start, call.buttons[0].purpose) == ("", 1, "question")


def test_no_button_no_call():
    assert find("Please call us if you want to join.") == (None, 1)


@pytest.mark.parametrize("text", ["Contact Us", "Schedule a Consultation", "Become a client", "Ask a question"])
def test_buttons(text):
    assert is_button(make_block(text))


@pytest.mark.parametrize("text", ["Call us.", "Contact with people who have pain as well", "Our Rooms", "Requests"])
def test_no_buttons(text):
    assert not is_button(make_block(text))
