"""Whatever colours the clinic chooses, what is printed in them can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.colours import DARK_GROUND, LIGHT_GROUND, READABLE, brand_stylesheet, contrast, ink_on, readable

colours = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(colours)
@pytest.mark.parametrize("ground", [LIGHT_GROUND, DARK_GROUND])
def test_any_colour_becomes_readable_on_every_ground(ground, colour):
    assert contrast(readable(colour, ground), ground) >= READABLE


@given(colours)
def test_ink_can_be_read_on_any_colour(colour):
    assert contrast(ink_on(colour), colour) >= 4.5


def test_a_colour_that_reads_well_stays_as_it_was_chosen():
    assert readable("#14595b", LIGHT_GROUND) == "#14595b"


@pytest.mark.parametrize("value", ["", "red", "#12345", "#14595b;}body{display:none", "#14595b\n"])
def test_what_is_no_colour_never_reaches_the_stylesheet(value):
    assert brand_stylesheet(value, value) == brand_stylesheet("#14595b", "#b4532a")


def test_the_grounds_are_those_of_the_stylesheet():
    from django.contrib.staticfiles import finders

    with open(finders.find("citewell/pages/site.css"), encoding="utf-8") as css:
        text = css.read()
    assert f"--cw-sunken: {LIGHT_GROUND};" in text
    assert f"--cw-sunken: {DARK_GROUND};" in text
