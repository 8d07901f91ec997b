"""Hours are said only where they are surely understood."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.structured_data.opening_hours import read_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        (
            "Monday to Thursday, 8 am to 5 pm\nFriday, 8 am to 1 pm",
            ["Mo-Th 08:00-17:00", "Fr 08:00-13:00"],
        ),
        ("Mon–Fri: 8:30 a.m. – 12 p.m.", ["Mo-Fr 08:30-12:00"]),
        ("Tues 9:00-17:30", ["Tu 09:00-17:30"]),
        ("Mondays 08:00 to 12:00\nSunday: closed\n", ["Mo 08:00-12:00"]),
        ("", []),
    ],
)
def test_what_is_plain_is_read(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "Monday, 9 to 5",
        "Monday, 8:00 to 11:30",
        "By appointment",
        "Monday, 8 am to 5 pm\nFriday by appointment",
        "Monday to Friday, 8 am to 5 pm\nTuesday, 1 pm to 2 pm",
        "Monday, 8 am to 12 pm, 1 pm to 5 pm",
        "Monday, 5 pm to 8 am",
        "Friday to Monday, 8 am to 5 pm",
        "Monday, 8:75 am to 5 pm",
        "Monday, 25:00 to 26:00",
        "Lundi, 8 h à 17 h",
        "Monday, 8 am to 5 pm except holidays",
    ],
)
def test_one_line_in_doubt_and_nothing_is_said(text):
    assert read_hours(text) == []


WORDS = ["Monday", "Fri", " to ", ", ", "8", "12:30", " am", "pm", "closed", "\n", "-", ":"]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map("".join))
def test_what_is_said_has_the_form_of_the_vocabulary(text):
    form = r"(Mo|Tu|We|Th|Fr|Sa|Su)(-(Mo|Tu|We|Th|Fr|Sa|Su))? ([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d"
    assert all(re.fullmatch(form, entry) for entry in read_hours(text))
