import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.text import UnusableTextError, check_storable, is_invisible, many_lines, one_line


@pytest.mark.parametrize(("text", "code"), [("a\x00b", "nul"), ("a\ud800b", "surrogate")])
def test_what_no_database_can_hold_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnusableTextError) as raised:
        check_storable(text)
    assert raised.value.code == code


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")))
def test_everything_else_is_kept(text: str) -> None:
    check_storable(text)


@given(st.text())
def test_a_single_line_holds_no_line_break(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_a_message_keeps_its_lines() -> None:
    assert many_lines(" one\r\ntwo\rthree\n") == "one\ntwo\nthree"


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\x1b"])
def test_characters_that_cannot_be_seen_are_known(character: str) -> None:
    assert is_invisible(character)


@pytest.mark.parametrize("character", ["a", " ", "\n", "\u00a0", "é", "日", "\u0301"])
def test_ordinary_characters_are_left_alone(character: str) -> None:
    assert not is_invisible(character)
