from typing import Any

import pytest

from contact.answers import UnusableAnswerError, read_answer, tell_answer
from contact.kept_answers import Answer
from contact.models import ExtraQuestion


def question(kind: str, **overrides: Any) -> ExtraQuestion:
    return ExtraQuestion(**{"label": "How?", "kind": kind, "choices": "Red\n\n Dark  blue \nRed"} | overrides)


@pytest.mark.parametrize(
    ("kind", "given_value", "kept"),
    [
        ("short_text", " two\r\nlines ", ("two lines",)),
        ("long_text", "two\r\nlines ", ("two\nlines",)),
        ("one_choice", "Dark blue", ("Dark blue",)),
        ("several_choices", ["Red", "Dark blue", "Red"], ("Red", "Dark blue")),
        ("several_choices", "Red", ("Red",)),
        ("date", "2026-03-09", ("2026-03-09",)),
        ("date", "03/09/2026", ("2026-03-09",)),
        ("yes_no", "no", ("no",)),
        ("yes_no", True, ("yes",)),
        ("yes_no", False, ("no",)),
        ("short_text", None, ()),
        ("several_choices", [], ()),
        ("date", "  ", ()),
    ],
)
def test_an_answer_is_kept_in_one_form(kind: str, given_value: Any, kept: tuple[str, ...]) -> None:
    assert read_answer(question(kind), given_value) == kept


@pytest.mark.parametrize(
    ("kind", "given_value"),
    [
        ("short_text", "x" * 201),
        ("long_text", "x" * 2001),
        ("short_text", "a\x00"),
        ("long_text", "\ud800"),
        ("short_text", ["a", "b"]),
        ("short_text", 5),
        ("short_text", True),
        ("short_text", {"a": 1}),
        ("one_choice", "Green"),
        ("one_choice", ["Red"]),
        ("several_choices", ["Red", "Green"]),
        ("several_choices", ["Red", 5]),
        ("date", "yesterday"),
        ("date", "2026-02-30"),
        ("yes_no", "maybe"),
    ],
)
def test_21_what_is_no_answer_is_a_fault(kind: str, given_value: Any) -> None:
    with pytest.raises(UnusableAnswerError):
        read_answer(question(kind), given_value)


@pytest.mark.parametrize("kind", ExtraQuestion.Kind.values)
@pytest.mark.parametrize("nothing", ["", None, [], "  "])
def test_a_question_that_must_be_answered_says_which_it_is(kind: str, nothing: Any) -> None:
    if isinstance(nothing, list) and kind != "several_choices":
        pytest.skip("No form sends a list here")
    with pytest.raises(UnusableAnswerError, match=r"Please answer: How\?"):
        read_answer(question(kind, required=True), nothing)


def test_yes_and_dates_are_told_as_people_say_them() -> None:
    assert tell_answer(Answer("a", "?", "yes_no", ("no",))) == ["No"]
    assert tell_answer(Answer("a", "?", "date", ("2026-03-09",))) == ["March 9, 2026"]
    assert tell_answer(Answer("a", "?", "short_text", ("yes",))) == ["yes"]
