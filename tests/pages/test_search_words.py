import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search_words import LONGEST_WORD, MOST_WORDS, plain_search, read_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("chronic pain", ["chronic", "pain"]),
        ('"chronic" AND pain*', ["chronic", "AND", "pain"]),
        ("CRPS (type 2)", ["CRPS", "type", "2"]),
        ("Hodgkin’s", ["Hodgkin's"]),
        ("pain Pain PAIN", ["pain"]),
        ("post-herpetic", ["post", "herpetic"]),
        ("\x00 -- ''", []),
    ],
)
def test_a_search_is_read_as_words(text, words):
    assert read_words(text) == words


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_few_short_words(text):
    words = read_words(text)
    assert len(words) <= MOST_WORDS
    assert all(word and len(word) <= LONGEST_WORD for word in words)
    assert read_words(plain_search(text)) == words
