import re

import pytest

from contact.figures.charts import DESK, PHONE, Series, draw_bars, draw_columns

NASTY = '<script>alert(1)</script>"&'


def draw(kind, *, width=DESK, labels=("a", "b", "c"), numbers=(1, 0, 3)):
    return kind(labels, [Series("one", numbers), Series("two", numbers)], width=width)


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("kind", [draw_columns, draw_bars])
def test_a_chart_loads_runs_and_styles_nothing(kind, width):
    svg = draw(kind, width=width)
    assert not re.search(r"<script|<style|style=|href|url\(|<!--|<\?", svg)
    assert 'aria-hidden="true"' in svg
    assert f'viewBox="0 0 {width} ' in svg


@pytest.mark.parametrize("kind", [draw_columns, draw_bars])
def test_25_labels_are_escaped(kind):
    svg = draw(kind, labels=(NASTY[:14], "b", "c"))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("kind", [draw_columns, draw_bars])
@pytest.mark.parametrize(("labels", "numbers"), [((), ()), (("a",), (0,)), (("a",), (123_456,))])
def test_nothing_and_much_can_be_drawn(kind, labels, numbers):
    assert draw(kind, labels=labels, numbers=numbers).startswith("<svg")


def test_a_phone_shows_only_as_many_dates_as_have_room():
    labels = [f"{day} Jan" for day in range(1, 32)]
    shown = {
        width: draw_columns(labels, [Series("n", [1] * 31)], width=width).count(" Jan<") for width in (DESK, PHONE)
    }
    assert 3 <= shown[PHONE] < shown[DESK] < 31


def test_only_whole_numbers_stand_at_the_axis():
    svg = draw(draw_columns, numbers=(1, 1, 1))
    assert re.findall(r'<text x="-5"[^>]*>([^<]*)<', svg) == ["0", "1", "2"]
