import pytest

from pages.csl.memory import KEPT, LONGEST, remembered, write_record


@pytest.fixture
def reads():
    """What was read, in this order."""
    return []


@pytest.fixture
def ask(reads):
    """A function of a record that remembers."""

    @remembered
    def read_title(item, style="plain"):
        reads.append((item["title"], style))
        return f"{item['title']} in {style}"

    return lambda title, *args: read_title(write_record({"title": title}), *args)


def test_a_record_is_read_once(ask, reads):
    assert [ask("Pain") for _ in range(3)] == ["Pain in plain"] * 3
    assert len(reads) == 1


def test_a_record_that_was_changed_is_another(ask, reads):
    assert [ask("Pain"), ask("Pain."), ask("Pain")] == ["Pain in plain", "Pain. in plain", "Pain in plain"]
    assert len(reads) == 2


def test_what_else_is_asked_makes_a_difference(ask, reads):
    assert [ask("Pain", "bold"), ask("Pain")] == ["Pain in bold", "Pain in plain"]


def test_no_more_are_kept_than_there_is_room_for(ask, reads):
    for number in range(KEPT + 1):
        ask(str(number))
    ask(str(KEPT))
    assert len(reads) == KEPT + 1
    ask("0")
    assert len(reads) == KEPT + 2


def test_a_long_record_is_not_kept(ask, reads):
    assert [ask("x" * LONGEST) for _ in range(2)] == ["x" * LONGEST + " in plain"] * 2
    assert len(reads) == 2


@pytest.mark.parametrize("other", [{"volume": "1"}, {"volume": True}, {"volume": 1.0}, {"volume": [1]}, {"issue": 1}])
def test_records_that_are_nearly_the_same_are_told_apart(other):
    assert write_record(other) != write_record({"volume": 1})
