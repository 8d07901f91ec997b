import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.receipts import ALPHABET, check_character, grouped, new_receipt, read_receipt

bodies = st.text(alphabet=ALPHABET, min_size=8, max_size=8)


def whole(body: str) -> str:
    return body + check_character(body)


@given(bodies)
def test_a_code_is_read_back_however_it_is_typed(body: str) -> None:
    code = grouped(whole(body))
    assert read_receipt(code) == read_receipt(code.lower().replace("-", " ")) == read_receipt(whole(body)) == code


@given(bodies, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_each_single_wrong_character_is_noticed(body: str, at: int, wrong: str) -> None:
    code = whole(body)
    typed = code[:at] + wrong + code[at + 1 :]
    assert (read_receipt(typed) is None) == (typed != code)


@given(bodies, st.integers(0, 8), st.integers(0, 8))
def test_each_swap_of_two_characters_is_noticed(body: str, one: int, other: int) -> None:
    characters = list(whole(body))
    characters[one], characters[other] = characters[other], characters[one]
    typed = "".join(characters)
    assert (read_receipt(typed) is None) == (typed != whole(body))


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    read_receipt(text)


@pytest.mark.parametrize("ambiguous", "01OILS5UBZEA")
def test_no_character_is_taken_for_another(ambiguous: str) -> None:
    assert ambiguous not in ALPHABET


def test_codes_differ() -> None:
    codes = {new_receipt() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(read_receipt(code) == code for code in codes)
