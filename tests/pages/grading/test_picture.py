"""The picture tells strong from weak and for from against by its shape, and says so in words."""

import pytest
from defusedxml import ElementTree

from pages.grading.picture import AGAINST, FOR, MOST_BARS, UNKNOWN, Strength, read_strengths, strength_svg

SVG = "{http://www.w3.org/2000/svg}"


def draw(*args, label="Strength"):
    """Return the picture's element."""
    markup = strength_svg(Strength(*args), label)
    return ElementTree.fromstring(markup.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def bars(svg):
    return svg.findall(f"{SVG}rect")


@pytest.mark.parametrize("filled", range(4))
def test_as_many_bars_are_filled_as_the_grade_is_strong(filled):
    found = bars(draw(filled, 3))
    assert [bar.get("fill") == "currentColor" for bar in found] == [place < filled for place in range(3)]


def test_bars_for_stand_and_bars_against_hang():
    assert len({bar.get("y") for bar in bars(draw(2, 3, FOR))}) == 3
    assert {bar.get("y") for bar in bars(draw(2, 3, AGAINST))} == {"1"}


def test_what_is_not_support_has_a_sign_of_its_own():
    signs = [draw(1, 3, stance).find(f"{SVG}path") for stance in (FOR, UNKNOWN, AGAINST)]
    assert signs[0] is None
    assert signs[1].get("d") != signs[2].get("d")


def test_what_cannot_be_told_is_dotted():
    assert all(bar.get("stroke-dasharray") for bar in bars(draw(0, 3, UNKNOWN)))
    assert not any(bar.get("stroke-dasharray") for bar in bars(draw(0, 3, AGAINST)))


def test_it_has_words_for_those_who_do_not_see_it():
    svg = draw(2, 3, label='2 of 3 <"&')
    assert (svg.get("role"), svg.get("aria-label")) == ("img", '2 of 3 <"&')


def test_nothing_in_it_is_inline_style_or_colour():
    attributes = {name for element in draw(2, 3, AGAINST).iter() for name in element.attrib}
    colours = {element.get(name) for element in draw(2, 3, AGAINST).iter() for name in ("fill", "stroke")}
    assert "style" not in attributes
    assert colours <= {None, "none", "currentColor"}


def test_every_bar_is_within_the_picture():
    for count in range(1, MOST_BARS + 1):
        svg = draw(count, count)
        for bar in bars(svg):
            assert float(bar.get("x")) + float(bar.get("width")) <= float(svg.get("width"))
            assert (
                0 <= float(bar.get("y")) <= float(bar.get("y")) + float(bar.get("height")) <= float(svg.get("height"))
            )


def test_without_stated_strengths_the_place_counts():
    assert read_strengths([(None, FOR)] * 3) == [Strength(3, 3), Strength(2, 3), Strength(1, 3)]


def test_stated_strengths_count_and_what_is_left_out_is_nothing():
    found = read_strengths([(3, FOR), (1, FOR), (None, AGAINST)])
    assert found == [Strength(3, 3), Strength(1, 3), Strength(0, 3, AGAINST)]


def test_a_long_scheme_is_drawn_in_few_bars_and_its_weakest_still_shows():
    found = read_strengths([(None, FOR)] * 40)
    assert {strength.of for strength in found} == {MOST_BARS}
    assert (found[0].filled, found[-1].filled) == (MOST_BARS, 1)


def test_no_grades_have_no_strengths():
    assert read_strengths([]) == []


def test_strongest_comes_first_and_strongly_against_last():
    given = [Strength(2, 2, AGAINST), Strength(0, 2, UNKNOWN), Strength(1, 2), Strength(1, 2, AGAINST), Strength(2, 2)]
    ordered = sorted(given, key=lambda strength: strength.order)
    assert ordered == [given[4], given[2], given[1], given[3], given[0]]
