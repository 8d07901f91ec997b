"""Nothing that stands in a title ends the script that it is printed in, and nothing of it is lost."""

import json

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pages.structured_data.script import write_json

HOSTILE = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            ["</script>", "</SCRIPT ", "<!--", "<script", "-->", "]]>", "&lt;", "\u2028", "\u2029", "\\", '"', "\x00"]
        )
    ).map("".join),
)


@given(st.recursive(HOSTILE, lambda inner: st.lists(inner) | st.dictionaries(HOSTILE, inner)))
def test_any_text_round_trips_and_has_no_character_of_markup(data):
    written = write_json(data)
    assert json.loads(written) == data
    assert not set(written) & set("<>&\u2028\u2029")


@given(HOSTILE)
def test_a_parser_of_html_reads_one_script_and_what_follows_it(title):
    soup = BeautifulSoup(f'<script type="application/ld+json">{write_json([title])}</script><p>after', "html.parser")
    assert [tag.name for tag in soup.find_all(True)] == ["script", "p"]
    assert json.loads(soup.script.string) == [title]


def test_half_a_character_can_be_sent():
    written = write_json(["\ud83d"])
    assert written.encode()
    assert json.loads(written) == ["\ud83d"]


def test_what_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(float("nan"))
