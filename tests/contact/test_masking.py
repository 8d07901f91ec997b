import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.masking import HIDDEN, hide_contact, mask_email, mask_name, mask_phone
from contact.search_terms import fold, words

NAMES = st.text(st.characters(categories=("L",)), min_size=3, max_size=12)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Mara Lind", "M. L."), ("  ada", "A."), ("Ann-Kathrin O'Hara", "A. K. O."), ("", ""), ("☺", HIDDEN)],
)
def test_of_a_name_the_initials_are_left(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_of_address_and_number_it_is_left_that_there_are_some() -> None:
    assert mask_email("ada@example.org") == "•••@•••"
    assert mask_phone("919 555 0142") == "••• 42"
    assert mask_email("") == mask_phone("") == ""


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("It is me, MARA LIND.", "It is me, ••• •••."),
        ("Write to m.lind@example.org, please", "Write to •••, please"),
        ("Call (919) 555-0142 or +49 30 901820", "Call ••• or •••"),
        ("since 2019-04-01, 3 times in 2020", "since 2019-04-01, 3 times in 2020"),
        ("a marathon, from Lindau", "a marathon, from Lindau"),
        ("Mara's knee, the Linds, Maras Knie, d’Mara", "••• knee, the •••, ••• Knie, •••"),
        ("on 919–555–0197 or 919\u00a0555\u00a00197", "on ••• or •••"),
    ],
)
def test_contact_data_in_a_text_is_hidden_and_the_rest_is_left(text: str, hidden: str) -> None:
    assert hide_contact(text, name="Mara Lind") == hidden


@pytest.mark.parametrize(
    ("name", "text", "hidden"),
    [
        ("Tom Müller", "Tom's husband, the Müllers, Tommy", "••• husband, the •••, Tommy"),
        ("Rory O'Connor", "OConnor, Connor’s, O'CONNORS", "•••, •••, •••"),
        ("Ian A Jones", "It is as it was for the Joneses", "It is as it was for the •••"),
    ],
)
def test_a_name_is_hidden_however_it_is_inflected(name: str, text: str, hidden: str) -> None:
    assert hide_contact(text, name=name) == hidden


@given(NAMES, NAMES, st.text(max_size=40), st.text(max_size=40))
def test_no_part_of_the_name_is_left_as_a_word(first: str, last: str, before: str, after: str) -> None:
    hidden = hide_contact(f"{before} {last.upper()} {first} {after}", name=f"{first} {last}")
    assert not {fold(first), fold(last)}.intersection(words(hidden))


@given(st.text(max_size=60))
def test_a_text_of_nobody_without_numbers_and_addresses_is_left_alone(text: str) -> None:
    if "@" not in text and not any(character.isdigit() for character in text):
        assert hide_contact(text, name="") == text
