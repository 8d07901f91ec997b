import re

import pytest

from contact.search_terms import fold
from contact.spam.letter import Letter
from contact.spam.text_signals import PATIENT, RULES, judge_text, read_letter


def reasons(text: str, name: str = "Mara Lind") -> set[str]:
    return {reason for reason, _weight in read_letter(Letter(name, "mara@example.org", text))}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.reason)
def test_rules_are_written_as_the_text_is_folded(rule) -> None:
    """What they look at knows neither capitals nor accents: with one of these a rule would never be met."""
    words = re.sub(r"\\.", "", rule.pattern.pattern)
    assert words == fold(words)
    assert not rule.pattern.flags & re.IGNORECASE


@pytest.mark.parametrize("text", ["CASINO", "Casinos", "a cásino", "a casıno"])
def test_case_and_accents_hide_nothing(text: str) -> None:
    assert "Gambling, crypto, easy money" in reasons(text)


def test_capitals_count_among_letters_alone() -> None:
    loud = "WE CALL YOU BACK SOON, WE CALL YOU BACK SOON, WE CALL YOU BACK SOON 1234567890 1234567890"
    assert "Nearly all in capitals" in reasons(loud)
    assert "Nearly all in capitals" not in reasons(loud.capitalize())
    assert "Nearly all in capitals" not in reasons("WE CALL YOU BACK 1234567890 1234567890 1234567890")


def test_what_a_patient_writes_counts_for_them() -> None:
    said = judge_text(Letter("Mara Lind", "", "My knee hurts since a fall in week 12."))
    assert (said.verdict, said.weight) == ("patient", -2.0)
    assert PATIENT.search("my knee hurts")
