import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search_words import LONGEST_WORD, MOST_WORDS, excerpt, fold_text, has_words, read_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("chronic pain", ["chronic", "pain"]),
        ('"chronic" AND pain*', ["chronic", "and", "pain"]),
        ("CRPS (type 2)", ["crps", "type", "2"]),
        ("Sjögren", ["sjogren"]),
        ("Hodgkin’s", ["hodgkin", "s"]),
        ("pain Pain PAIN", ["pain"]),
        ("post-herpetic", ["post", "herpetic"]),
        ("\x00 -- ''", []),
    ],
)
def test_a_search_is_read_as_folded_words(text, words):
    assert read_words(text) == words


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_few_short_words_that_its_own_text_has(text):
    words = read_words(text)
    assert len(words) <= MOST_WORDS
    assert all(word.isalnum() and len(word) <= 4 * LONGEST_WORD for word in words)
    assert has_words(text, words)


@given(st.text(max_size=400))
def test_folding_twice_changes_nothing(text):
    assert fold_text(fold_text(text)) == fold_text(text)


def test_an_excerpt_stands_around_what_was_found():
    text = f"{'before ' * 60}Complex Regional Pain Syndrome{' after' * 60}"
    stretches = excerpt(text, ["regional"])
    assert [stretch.text for stretch in stretches if stretch.found] == ["Regional"]
    assert stretches[0].text == "…"
    assert stretches[-1].text.endswith("…")


@given(st.text(max_size=300), st.lists(st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=3)))
def test_an_excerpt_of_a_short_text_is_the_text(text, words):
    assert "".join(stretch.text for stretch in excerpt(text, words, length=1000)) == " ".join(text.split())
