"""Texts and pictures as they are stored, each with its block, without a query."""

import pytest

from pages.blocks.raw_walk import Chosen, Pair, Picture, Prose, walk_raw
from pages.links.found import Link
from pages.models import ConditionPage
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db


def make_stored(*blocks):
    """A body as the database has it: [(type, value, id)]."""
    page = make_condition_page(body=[{"type": kind, "value": value, "id": own_id} for kind, value, own_id in blocks])
    return ConditionPage.objects.get(pk=page.pk).body


def make_figure(**image):
    """A picture as a figure stores it."""
    return ("figure", {"image": {"image": 1, "decorative": False, "alt_text": ""} | image, "caption": "<p>C</p>"}, "f")


def test_a_section_and_a_field():
    assert list(walk_raw("<p>Lead</p>")) == [Prose("<p>Lead</p>")]
    body = make_stored(("section", {"heading": "H", "aspect": "", "text": "<p>T</p>"}, "s"))
    assert list(walk_raw(body)) == [Prose("<p>T</p>", "s")]


@pytest.mark.parametrize(
    ("image", "is_described"),
    [({}, False), ({"alt_text": "  "}, False), ({"alt_text": "A nerve"}, True), ({"decorative": True}, True)],
)
def test_a_picture(image, is_described):
    picture, chosen, caption = walk_raw(make_stored(make_figure(**image)))
    assert (picture, caption) == (Picture(is_described, "f"), Prose("<p>C</p>", "f"))
    assert chosen == Chosen(Link("image", "1", image.get("alt_text", "")), "f")


def test_a_row_of_a_table_has_its_grade_and_its_own_block():
    row = {"condition": "CRPS", "intervention": "", "statement": "<p>It may help.</p>", "grade": "B"}
    table = {
        "caption": "",
        "guideline": 7,
        "conditions": [],
        "scheme": None,
        "rows": [{"type": "item", "value": row, "id": "r"}],
    }
    (prose,) = (place for place in walk_raw(make_stored(("guideline_table", table, "t"))) if isinstance(place, Prose))
    assert prose == Prose("<p>It may help.</p>", "r", "B")


def test_a_row_with_a_grade_or_a_certainty_is_a_pair_with_its_scheme():
    row = {"condition": "CRPS", "statement": "<p>x</p>", "grade": " B ", "certainty": "Low", "note": "As they say."}
    rows = [{"type": "item", "value": value, "id": "r"} for value in (row, row | {"certainty": "", "grade": None})]
    body = make_stored(("guideline_table", {"guideline": 7, "scheme": None, "rows": rows}, "t"))
    pairs = [place for place in walk_raw(body) if isinstance(place, Pair)]
    assert pairs == [Pair("CRPS", "B", "Low", "As they say.", None, 7, "r")]


def test_a_picture_within_a_text():
    image = '<embed embedtype="image" id="1" format="left"{}/>'
    found = [place for alt in ("", ' alt=""', ' alt="A nerve"') for place in walk_raw(image.format(alt))]
    assert [place.is_described for place in found if isinstance(place, Picture)] == [False, True, True]


def test_reading_asks_the_database_nothing(django_assert_num_queries):
    table = {"caption": "", "guideline": 7, "conditions": [3], "scheme": 2, "rows": []}
    body = make_stored(make_figure(), ("guideline_table", table, "t"))
    with django_assert_num_queries(0):
        assert len(list(walk_raw(body))) == 3


def test_an_unknown_block_is_passed_over():
    page = make_condition_page()
    page.body = page.body.stream_block.to_python([{"type": "gone", "value": {"text": "<p>30%</p>"}, "id": "g"}])
    assert list(walk_raw(page.body)) == []
