"""Servers that are asked from outside: what is asked, how often, and what the table says."""

import pytest

from benchmarks.hammer import Target
from benchmarks.loads import Load, choose, find, measure_loads, table_of
from benchmarks.senders import Outcome


def make_outcome(answers=100, window=1.0, status=200):
    outcome = Outcome(seconds=[0.01] * answers, window=window, cpu=0.002)
    outcome.statuses[status] = answers
    return outcome


def make_load(**overrides):
    return Load(**{"name": "page", "clients": 1, "target": Target(80, "/"), "outcomes": [make_outcome()]} | overrides)


class StandIn:
    """A hammer that notes what it is told and answers everything with one outcome."""

    def __init__(self, **outcome):
        self.outcome, self.asked = outcome, []

    def hit(self, target, *, senders, seconds):
        self.asked.append((target.path, senders, seconds))
        return make_outcome(**self.outcome)


def test_everything_is_asked_once_a_round_and_warmth_is_not_counted():
    loads = [make_load(outcomes=[]), make_load(name="other", clients=16, outcomes=[])]
    hammer = StandIn()
    measure_loads(hammer, loads, rounds=3, seconds=0.5)
    assert [len(load.outcomes) for load in loads] == [3, 3]
    assert len(hammer.asked) == 2 * (3 + 1)


def test_what_answers_otherwise_than_it_should_is_not_measured():
    with pytest.raises(AssertionError, match="page answers"):
        measure_loads(StandIn(status=404), [make_load()], rounds=1, seconds=0.5)


def test_who_chooses_a_row_gets_what_it_is_compared_with():
    loads = [make_load(peer="stock"), make_load(name="stock"), make_load(name="json")]
    assert [load.name for load in choose(loads, "page")] == ["page", "stock"]


def test_the_ratio_is_that_of_the_same_number_of_clients():
    fast = make_load(peer="stock", clients=16, outcomes=[make_outcome(300)], queries=1)
    rows = [fast, make_load(name="stock", outcomes=[make_outcome(1)]), make_load(name="stock", clients=16)]
    name, clients, rate, *_times, ratio, _noise, cost, queries = table_of("pages", rows).lines[1]
    assert (name, clients, rate, ratio, cost, queries) == ("page", "16", "300", "3.00", "7", "1")


def test_answers_of_another_status_are_remarked():
    bad = make_outcome()
    bad.statuses[503] = 4
    assert table_of("pages", [make_load(outcomes=[bad])]).remarks == ["page, 1 clients: 4 answers of another status"]


def test_the_rate_is_the_median_of_the_rounds():
    load = make_load(outcomes=[make_outcome(10), make_outcome(100), make_outcome(5000)])
    assert load.rate == 100
    assert find([load], "page", 16) is None


def test_a_request_names_the_host_that_a_new_site_answers_to():
    assert Target(80, "/x", ("If-None-Match: a",)).request == (
        b"GET /x HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: a\r\n\r\n"
    )
