import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pages.charts import draw_lines
from pages.models.content_health import Want

COUNTS = st.lists(st.none() | st.integers(0, 5000), min_size=1, max_size=40)


def test_each_line_is_named_and_nothing_is_loaded():
    svg = draw_lines(["Nov 1", "Nov 2"], {"Review <overdue>": [1, 3], "Never reviewed": [0, None]})
    assert "Review &lt;overdue&gt;" in svg
    assert "<script" not in svg
    assert not re.search(r"(?:href|src)=.?https?:|url\(|@import", svg)
    assert 'aria-hidden="true"' in svg


@given(COUNTS)
def test_any_counts_are_drawn(counts):
    ElementTree.fromstring(draw_lines([str(n) for n in range(len(counts))], {"Wanted": counts}))  # noqa: S314


def test_no_two_of_the_things_that_pages_want_share_a_colour():
    svg = draw_lines(["Nov 1"], {want.value: [1] for want in Want})
    colours = dict(re.findall(r"\.color-(\d+) a:visited\{stroke:(#\w+);", svg))
    assert len(colours) == len(set(colours.values())) == len(Want)
