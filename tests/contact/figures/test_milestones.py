from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contact.figures.milestones import LADDER, Happened, Milestones, milestones, without_time

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
STATUSES = [*LADDER, "closed", "spam"]


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def moved(*statuses: str) -> list[Happened]:
    """One status after the other, an hour each."""
    return [Happened("status", at(hour), new=status) for hour, status in enumerate(statuses, start=1)]


def test_an_enquiry_that_nothing_happened_to_reached_nothing():
    assert milestones([]) == Milestones()


def test_each_step_is_reached_when_it_was_first():
    reached = milestones(moved("contacted", "booked", "contacted", "booked", "client", "closed"))
    assert (reached.contacted_at, reached.booked_at, reached.client_at) == (at(1), at(4), at(5))


def test_a_step_taken_back_was_not_reached():
    assert milestones(moved("client", "contacted")) == Milestones(contacted_at=at(2), answered_at=at(2))
    assert milestones(moved("booked", "new")) == Milestones()


def test_a_reply_is_an_answer_and_stays_one():
    reached = milestones([Happened("reply", at(1)), *moved("contacted", "new")])
    assert reached == Milestones(answered_at=at(1))


def test_closing_is_no_answer():
    assert milestones(moved("closed")).answered_at is None


def test_what_was_brought_back_and_held_again_was_not():
    back = Happened("routing", at(1), "quarantine", "inbox")
    assert milestones([back]).brought_back_at == at(1)
    assert milestones([back, Happened("routing", at(2), "inbox", "quarantine")]).brought_back_at is None
    assert milestones([Happened("routing", at(1), "flagged", "inbox")]).brought_back_at is None


@given(st.lists(st.sampled_from(STATUSES)))
def test_no_step_above_the_present_one_is_left(statuses):
    reached = vars(milestones(moved(*statuses)))
    ladder = [status for status in statuses if status in LADDER]
    above = LADDER[LADDER.index(ladder[-1]) + 1 :] if ladder else LADDER[1:]
    assert not any(reached[f"{status}_at"] for status in above)


def test_without_their_times_the_steps_stay():
    kept = without_time(milestones(moved("contacted", "client")), START)
    assert kept == Milestones(contacted_at=START, client_at=START)
