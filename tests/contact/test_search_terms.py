import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.kept_answers import Answer, write_answers
from contact.search_terms import MOST_TERMS, MOST_WORDS, READERS, fold, terms_of, terms_of_answers, wanted

texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
FIELDS = [("name", "Zoë Müller-Lüdenscheidt"), ("email", "Zoe.M@Example.org"), ("phone", "(919) 555-0142")]


def finds(query: str, *fields: tuple[str, str]) -> bool:
    """Whether a search finds an enquiry of these fields."""
    terms = set(terms_of(fields or FIELDS))
    alternatives = wanted(query)
    return bool(alternatives) and all(each & terms for each in alternatives)


@pytest.mark.parametrize(
    "query",
    [
        "zoe", "MULLER", "müll", "lüdenscheidt", "müller-lüdenscheidt", "zoe müller", "zoe.m@example.org",
        "ZOE.M@", "@example.org", "example.org", "zoe.m", "919 555 0142", "+1 919-555-0142", "9195550142", "555-0142",
        "0142", "zoe 0142", "the zoe", "lüden", "lüdenscheid", "(919)\u00a0555–0142",
    ],
)  # fmt: skip
def test_an_enquiry_is_found_by(query: str) -> None:
    assert finds(query)


@pytest.mark.parametrize(
    "query", ["", " ", "the", "zo", "anna", "zoe anna", "ü", "other@example.org", "142", "919 555 0143", "@", "@org"]
)
def test_an_enquiry_is_not_found_by(query: str) -> None:
    assert not finds(query)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("Paul Richardson", ["Ric", "Richards", "Richardso"]),
        ("Maria Konstantinidis", ["Konstan", "konstantinidi"]),
        ("Van Do", ["Do", "van do"]),
        ("Will Her", ["her", "Will Her", "will"]),
        ("Theo Allen", ["the", "All", "the all"]),
        ("Rory O'Connor", ["O’Connor", "o'con", "connor", "conn", "OConnor", "oconn"]),
    ],
)
def test_a_name_is_found_by_its_parts_and_their_beginnings(name: str, queries: list[str]) -> None:
    for query in queries:
        assert finds(query, ("name", name)), query


def test_a_telephone_number_is_one_number_and_not_any_of_its_groups() -> None:
    other = ("words", "I rang (919) 444-1200 and 555-0177 in vain")
    for query in ("(919) 555-0142", "+1 919 555 0142", "919-555-0142", "555-0142"):
        assert not finds(query, ("phone", "(212) 555-0199"), other), query
        assert finds(query, ("words", "Please ring +1 919 555 0142, thanks")), query


def test_words_of_a_message_are_found_whole_and_together() -> None:
    message = ("words", "It's my knee; the surgery was in 2019, ibuprofén didn’t help.")
    assert finds("knee SURGERY ibuprofen 2019", message)
    assert not finds("surg", message)
    assert not finds("knee hip", message)


def test_a_word_is_another_term_in_a_name_than_in_a_message() -> None:
    assert not set(terms_of([("name", "Rose")])) & set(terms_of([("words", "Rose")]))


def test_however_long_a_message_its_terms_are_bounded_and_the_person_stays_found() -> None:
    terms = terms_of([*FIELDS, ("words", " ".join(f"word{n}" for n in range(2000)))])
    assert len(terms) == MOST_TERMS
    assert "email:zoe.m@example.org" in terms


def test_a_search_of_many_words_is_bounded() -> None:
    assert len(wanted(" ".join(f"word{n}" for n in range(100)))) <= MOST_WORDS


@given(texts, st.sampled_from(sorted(READERS)))
def test_no_text_breaks_the_index_or_the_search(text: str, reader: str) -> None:
    terms_of([(reader, text)])
    wanted(text)


@given(st.from_regex(r"[a-zäöüß]{3,12}", fullmatch=True))
def test_a_name_is_found_by_itself_in_any_case(name: str) -> None:
    if wanted(name):
        assert finds(name.upper(), ("name", f"Anna {name}"))


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_what_was_answered_is_found_and_what_was_asked_is_not() -> None:
    kept = write_answers([Answer("a", "Which insurance?", "short_text", ("Bluecross",))])
    assert list(terms_of_answers(kept)) == ["word:bluecross"]
