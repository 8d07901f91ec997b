"""What an answer says of a link."""

import pytest

from pages.links.answers import Answer, name_status


@pytest.mark.parametrize(
    ("answer", "well"),
    [
        (Answer(200), True),
        (Answer(304), True),
        (Answer(403), True),
        (Answer(429), True),
        (Answer(999), True),
        (Answer(404), False),
        (Answer(500), False),
        (Answer(503), False),
        (Answer(code="slow"), False),
        (Answer(code="private"), False),
    ],
)
def test_whether_something_is_there(answer, well):
    assert answer.is_well == well


def test_a_status_has_its_name_where_there_is_one():
    assert name_status(404) == "404 Not Found"
    assert name_status(999) == "999"
