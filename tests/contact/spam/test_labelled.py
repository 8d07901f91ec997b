from pathlib import Path

import pytest

from contact.spam.labelled import Labelled, LabelledLineError, Result, read_labelled, split
from contact.spam.letter import Letter
from contact.spam.routing import Route

FILE = Path(__file__).parent / "labelled.jsonl"


def test_the_set_has_two_hundred_and_none_twice() -> None:
    labelled = read_labelled(FILE.read_text(encoding="utf-8").splitlines())
    assert len({each.letter.text for each in labelled}) == len(labelled) >= 200
    assert 90 <= sum(each.is_spam for each in labelled) <= 110


def test_which_are_learned_from_does_not_depend_on_their_order() -> None:
    labelled = read_labelled(FILE.read_text(encoding="utf-8").splitlines())
    learned, rest = split(labelled, 80)
    assert split(reversed(labelled), 80)[0] == learned
    assert (len(learned), sum(each.is_spam for each in learned), len(rest)) == (80, 20, len(labelled) - 80)


@pytest.mark.parametrize("line", ["{", "[]", '{"spam": 1}', '{"message": "x"}', '{"spam": true, "message": 5}', "null"])
def test_a_line_that_is_none_is_named(line: str) -> None:
    with pytest.raises(LabelledLineError, match="Line 2"):
        read_labelled(['{"spam": false, "message": "hello"}', line])


def test_the_rates() -> None:
    letter = Letter("", "", "")
    result = Result(
        {(True, Route.QUARANTINE): [letter] * 3, (True, Route.INBOX): [letter], (False, Route.INBOX): [letter] * 4}
    )
    assert (result.recall, result.precision, result.false_positive_rate) == (0.75, 1.0, 0.0)
    assert Labelled(True, letter).is_spam
