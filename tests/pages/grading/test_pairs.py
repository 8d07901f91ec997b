"""A grade at a certainty that its scheme does not allow has a reason; anything else has none."""

import pytest

from pages.grading.pairs import check_pair, check_range, read_levels, strange_levels

from .factories import make_scheme


@pytest.mark.parametrize(
    ("grade", "certainty"),
    [("A", "High"), ("b", "moderate"), ("I", "Low"), ("X", "Low"), ("A", ""), ("", "Low"), ("", "")],
)
def test_what_the_scheme_allows_has_no_reason(grade, certainty):
    assert check_pair(make_scheme(), grade, certainty) is None


@pytest.mark.parametrize(
    ("grade", "certainty", "code"),
    [("A", "Moderate", "pair"), ("I", "High", "pair"), ("Z", "High", "grade"), ("A", "Very low", "certainty")],
)
def test_what_it_does_not_allow_has_one(grade, certainty, code):
    assert check_pair(make_scheme(), grade, certainty).code == code


def test_the_reason_names_scheme_grade_level_and_why():
    message = check_pair(make_scheme(), "A", "Low").message
    assert message == "USPSTF does not give grade A at this certainty: Low. An A needs high certainty."


def test_braces_in_a_scheme_are_text():
    assert "{0}" in check_pair(make_scheme(name="{0}"), "A", "Low").message


@pytest.mark.parametrize(
    ("first", "last", "odd"),
    [
        ("Low", "Moderate", ["Low"]),
        ("Moderate", "Low", ["Low"]),
        ("High", "Moderate", []),
        ("High", "Low", ["Low"]),
        ("Low", "Low", ["Low"]),
        ("Low", "", ["Low"]),
        ("", "", []),
    ],
)
def test_every_level_of_a_range_is_checked(first, last, odd):
    assert [reason.values["certainty"] for reason in check_range(make_scheme(), "B", first, last)] == odd


def test_a_level_inside_the_range_is_checked_too():
    reasons = check_range(make_scheme(), "A", "High", "Low")
    assert [reason.values["certainty"] for reason in reasons] == ["Moderate", "Low"]


def test_levels_are_read_from_one_line():
    assert read_levels(" High, Moderate,, ") == ("High", "Moderate")


@pytest.mark.parametrize(
    ("written", "strange"),
    [("", []), ("high, LOW", []), (" High ,", []), ("Hgh, low", ["Hgh"]), ("fair, fair", ["fair", "fair"])],
)
def test_levels_that_a_scheme_does_not_have(written, strange):
    assert strange_levels(written, ["High", "Low"]) == strange
