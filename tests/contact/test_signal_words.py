from unittest import mock

from contact import signal_words
from contact.models import SpamSignal
from contact.signal_words import tell_why
from contact.spam.verdicts import WEIGHTS


def make_signal(name: str = "text", verdict: str = "spam", weight: float = 1.0, reason: str = "") -> SpamSignal:
    return SpamSignal(name=name, verdict=verdict, weight=weight, reason=reason)


def test_what_weighs_most_comes_first_and_the_sum_is_round() -> None:
    why = tell_why([make_signal(weight=0.1), make_signal(weight=0.2), make_signal(weight=-0.5)])
    assert [(told.weight, told.speaks_for) for told in why.told] == [(0.2, "spam"), (0.1, "spam"), (-0.5, "patient")]
    assert why.weight == -0.2


def test_the_reasons_of_one_layer_are_translated_one_by_one() -> None:
    with mock.patch.object(signal_words, "gettext", side_effect=str.upper):
        [told] = tell_why([make_signal(reason="Holds links; Nearly all in capitals")]).told
    assert told.reasons == ("HOLDS LINKS", "NEARLY ALL IN CAPITALS")


def test_each_weighed_verdict_has_words() -> None:
    for name, verdict in WEIGHTS:
        [told] = tell_why([make_signal(name=name, verdict=verdict)]).told
        assert told.verdict != verdict
        assert told.layer != name


def test_a_layer_that_is_gone_is_still_told() -> None:
    [told] = tell_why([make_signal(name="old", verdict="odd", reason="Why")]).told
    assert (told.layer, told.verdict, told.reasons) == ("old", "odd", ("Why",))
