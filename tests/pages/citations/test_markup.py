import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.citations.markup import Mark, find_groups, make_mark, read_id, replace_groups, split_at_groups

LOCATORS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)
MARKS = st.builds(Mark, st.integers(1, 99), LOCATORS)


@given(MARKS)
def test_a_mark_comes_back_as_it_was_made(mark):
    assert find_groups(make_mark(mark)) == [(mark,)]


@given(st.lists(st.lists(MARKS, min_size=1, max_size=4), max_size=4))
def test_marks_that_touch_form_a_group(groups):
    source = "<p>" + "".join(f"words {''.join(map(make_mark, group))}" for group in groups) + "</p>"
    assert find_groups(source) == [tuple(group) for group in groups]


@pytest.mark.parametrize("written", ["", "x", "-1", "²", "9" * 19, "9" * 5000])
def test_what_no_record_can_have_is_no_id(written):
    assert read_id(written) == 0


@pytest.mark.parametrize("gap", ["", " ", "&nbsp;", "\u00a0", " \n "])
def test_space_between_marks_does_not_part_them(gap):
    assert len(find_groups(make_mark(Mark(1)) + gap + make_mark(Mark(2)))) == 1


@pytest.mark.parametrize("between", [",", " and ", "</p><p>", "<br/>"])
def test_anything_else_between_marks_does(between):
    assert len(find_groups(make_mark(Mark(1)) + between + make_mark(Mark(2)))) == 2


def test_each_group_is_replaced_by_its_place():
    source = f"a{make_mark(Mark(1))}b{make_mark(Mark(2))}{make_mark(Mark(3))}c"
    assert replace_groups(source, lambda n: f"[{n}]") == "a[0]b[1]c"


@pytest.mark.parametrize("source", ["", "a", make_mark(Mark(1)), f"a{make_mark(Mark(1))}b{make_mark(Mark(2))}"])
def test_there_is_one_piece_more_than_groups_and_none_of_them_cites(source):
    pieces = split_at_groups(source)
    assert len(pieces) == len(find_groups(source)) + 1
    assert "".join(pieces) == replace_groups(source, lambda _: "")


def test_other_embeds_stay():
    image = '<embed embedtype="image" id="7" alt="x" format="left"/>'
    assert replace_groups(image + make_mark(Mark(1)), str) == image + "0"
    assert find_groups(image) == []


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "٣"])
def test_an_id_that_is_no_number_is_zero(number):
    assert find_groups(f'<embed embedtype="citation" id="{number}"/>') == [(Mark(0),)]


def test_attributes_may_stand_in_any_order():
    assert find_groups('<embed locator="p. 3 &amp; 4" id="7" embedtype="citation"/>') == [(Mark(7, "p. 3 & 4"),)]


@pytest.mark.parametrize("space", ["\u00a0" * 40, "&nbsp;" * 40, "<embed " * 4000])
def test_what_follows_a_mark_is_read_once(space):
    started = time.monotonic()
    assert len(find_groups(make_mark(Mark(1)) + space + "x")) == 1
    assert time.monotonic() - started < 2
