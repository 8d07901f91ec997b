import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.classifications import check_code, has_check_digit
from pages.sentences import Refusal


@pytest.mark.parametrize(
    ("system", "code"),
    [
        *[("ICD-10-CM", code) for code in ("G90", "G90.5", "M79.7", "C4A.0", "S52.521A", "T36.0X1A", "U07.1")],
        *[("ICD-11", code) for code in ("MG30", "8D8A.0", "MG30.01", "1A00", "MG30/8D8A.0", "MG30&XS5W")],
        *[("SNOMED CT", code) for code in ("128200000", "203082005", "82423001", "22298006", "999480561000087100")],
        ("LOINC", "any"),
    ],
)
def test_codes_as_they_are_published(system, code):
    check_code(system, code)


@pytest.mark.parametrize(
    ("system", "code"),
    [
        *[("ICD-10-CM", code) for code in ("", "g90.5", "G905", "G90.", "G90.52345", "8D8A.0", "G90.5\n", "G٩0")],
        *[("ICD-11", code) for code in ("G90.5", "MG3", "MGA0", "MI30", "XS5W", "MG30.", "MG30/", "MG30&8D8A")],
        *[("SNOMED CT", code) for code in ("12820", "0128200000", "128200000 ", "1" * 19, "680946014", "١٢٨٢٠٠٠٠٠")],
    ],
)
def test_another_form_is_refused(system, code):
    with pytest.raises(Refusal) as refused:
        check_code(system, code)
    assert refused.value.code == "code_form"


def test_a_mistyped_snomed_number_is_told_apart_from_another_form():
    with pytest.raises(Refusal) as refused:
        check_code("SNOMED CT", "128300000")
    assert refused.value.code == "code_check_digit"


def test_the_check_digit_of_the_worked_example():
    assert [digit for digit in "0123456789" if has_check_digit(f"236{digit}")] == ["3"]


@given(st.text("0123456789", min_size=1, max_size=17))
def test_every_number_has_one_check_digit(digits):
    assert sum(has_check_digit(digits + last) for last in "0123456789") == 1


@given(st.text("0123456789", min_size=1, max_size=17), st.data())
def test_one_wrong_digit_is_always_found(digits, data):
    whole = next(digits + last for last in "0123456789" if has_check_digit(digits + last))
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != whole[place]]))
    assert not has_check_digit(whole[:place] + wrong + whole[place + 1 :])
