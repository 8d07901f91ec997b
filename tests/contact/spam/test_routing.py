import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.spam.routing import TABLE, Route, decide_route
from contact.spam.verdicts import WEIGHTS, Said, say

ORDER = list(Route)
weights = st.floats(-3, 5).map(lambda weight: round(weight, 2))
signals = st.lists(weights.map(lambda weight: Said("layer", "said", weight, "")), max_size=8)


def route(*weights: float) -> Route:
    return decide_route(Said("layer", "said", weight, "") for weight in weights)


@pytest.mark.parametrize("row", [row for row in TABLE if row.least_layers], ids=str)
def test_each_row_of_the_table_is_met_at_its_edge_and_not_below(row) -> None:
    parts = [row.least_weight / row.least_layers] * row.least_layers
    assert route(*parts) is row.route
    assert ORDER.index(route(*parts, -0.01)) < ORDER.index(row.route)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ([], "inbox"),
        ([("honeypot", "filled")], "quarantine"),
        ([("honeypot", "filled"), ("altcha", "solved")], "flagged"),
        ([("altcha", "replayed")], "flagged"),
        ([("recaptcha", "invalid")], "flagged"),
        ([("recaptcha", "unavailable"), ("altcha", "none"), ("time", "none")], "inbox"),
        ([("recaptcha", "low"), ("rate", "many")], "quarantine"),
        ([("time", "fast")], "inbox"),
        ([("time", "fast"), ("rate", "several")], "flagged"),
        ([("duplicate", "spam")], "flagged"),
        ([("duplicate", "spam"), ("time", "forged")], "quarantine"),
        ([("duplicate", "again"), ("recaptcha", "pass")], "inbox"),
    ],
)
def test_verdicts_lead_to_places(said: list[tuple[str, str]], where: str) -> None:
    assert decide_route(say(name, verdict, "") for name, verdict in said) == where


def test_no_layer_but_the_trap_and_the_words_can_hold_back_alone() -> None:
    alone = {name for (name, _verdict), weight in WEIGHTS.items() if route(weight) is Route.QUARANTINE}
    assert alone == {"honeypot"}


@given(signals, weights)
def test_more_weight_never_leads_nearer_to_the_inbox(before: list[Said], weight: float) -> None:
    worse = [*before, Said("more", "said", abs(weight), "")]
    assert ORDER.index(decide_route(worse)) >= ORDER.index(decide_route(before))


@given(signals, st.integers(0, 5))
def test_neutral_layers_never_change_the_result(before: list[Said], many: int) -> None:
    assert decide_route([*before, *[say("altcha", "none", "")] * many]) is decide_route(before)


@given(signals, st.randoms())
def test_the_order_of_the_layers_does_not_matter(before: list[Said], random) -> None:
    mixed = random.sample(before, len(before))
    assert decide_route(mixed) is decide_route(before)
