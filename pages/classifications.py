"""The forms that codes of diseases have, one for each classification; whether a code exists is not known here."""

import re

from .sentences import Refusal, gettext_noop

# ICD-10-CM Official Guidelines, I.A.2: three to seven characters, a point after the third. The third is a digit or, in
# some categories (C4A, C7B), A or B; U is in use since 2020.
_ICD_10_CM = re.compile(r"[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4})?")
# ICD-11 Reference Guide, "Code structure": 1A00.00 to ZZ9Z.ZZ without I and O; second a letter, third a digit.
# X begins the extension codes, which say more of a disease and name none. A slash joins stem codes, & adds extensions.
_STEM = r"[1-9A-HJ-NP-WYZ][A-HJ-NP-Z][0-9][0-9A-HJ-NP-Z](?:\.[0-9A-HJ-NP-Z]{1,2})?"
_ICD_11 = re.compile(rf"{_STEM}(?:/{_STEM}|&X[0-9A-HJ-NP-Z]{{2,6}})*")
# SNOMED CT Release File Specification, "SCTID": 6 to 18 digits, none 0 in front; before the check digit, 00 or 10 makes
# it a concept.
_SNOMED_CT = re.compile(r"[1-9][0-9]{2,14}[01]0[0-9]")

_FORMS = {
    "ICD-10-CM": (
        _ICD_10_CM,
        gettext_noop(
            "An ICD-10-CM code is a capital letter and two digits, a point and up to four more, such as G90.5."
        ),
    ),
    "ICD-11": (
        _ICD_11,
        gettext_noop("An ICD-11 code is four capital letters and digits, a point and up to two more, such as 8D8A.0."),
    ),
    "SNOMED CT": (
        _SNOMED_CT,
        gettext_noop("A SNOMED CT concept is a number of 6 to 18 digits, such as 128200000."),
    ),
}
_MISTYPED = gettext_noop("The last digit of this SNOMED CT number does not fit the others; one of them is mistyped.")

# Verhoeff's permutation of the digits, applied once more at each place, and multiplication in the dihedral group D5.
_PERMUTATION = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def check_code(system: str, code: str) -> None:
    """Raise a Refusal where a code does not have its system's form. A system that has no form here takes any code."""
    if system not in _FORMS:
        return
    form, sentence = _FORMS[system]
    if not form.fullmatch(code):
        raise Refusal("code_form", sentence)
    if system == "SNOMED CT" and not has_check_digit(code):
        raise Refusal("code_check_digit", _MISTYPED)


def has_check_digit(digits: str) -> bool:
    """Tell whether the last of these ASCII digits is the check digit of the others (Verhoeff, 1969)."""
    check = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character)
        for _ in range(place % 8):
            digit = _PERMUTATION[digit]
        check = _multiply(check, digit)
    return check == 0


def _multiply(one: int, other: int) -> int:
    """Multiply in D5: 0 to 4 are rotations, 5 to 9 reflections."""
    if one < 5:
        return (one + other) % 5 if other < 5 else 5 + (one + other) % 5
    return 5 + (one - other) % 5 if other < 5 else (one - other) % 5
