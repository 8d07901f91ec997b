import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from smtplib import SMTPDataError
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.backoff import MAX_ATTEMPTS
from outbox.carriers import CARRIERS
from outbox.failures import ToldFailureError
from outbox.models import Delivery, DeliveryAttempt
from outbox.services.delivering import LEASE, PATIENCE, WAITS_FOR_OTHERS, sweep, take_due, try_delivery, write_down
from outbox.tasks import deliver_due
from tests.outbox.factories import Recorder, handled_by, make_delivery

pytestmark = pytest.mark.django_db


def test_a_delivery_is_sent_once() -> None:
    delivery, handler = make_delivery(), Recorder()
    with handled_by(handler):
        assert sweep() == (1, 0)
        assert sweep() == (0, 0)
    delivery.refresh_from_db()
    assert (delivery.status, len(handler.jobs), delivery.lease) == ("sent", 1, None)


def test_a_failure_waits_and_keeps_its_message_id() -> None:
    delivery, handler = make_delivery(), Recorder(ConnectionRefusedError(111, "Connection refused"))
    with handled_by(handler):
        assert sweep() == (0, 1)
        delivery.refresh_from_db()
        assert delivery.status == "pending"
        assert delivery.next_attempt_at > timezone.now()
        assert delivery.last_error == "ConnectionRefusedError: Connection refused"
        Delivery.objects.update(next_attempt_at=timezone.now())
        assert sweep() == (1, 0)
    assert handler.jobs[0].message_id == handler.jobs[1].message_id


REFUSED = ConnectionRefusedError(111, "Connection refused")


def test_what_goes_by_a_carrier_that_does_not_answer_waits_with_the_first() -> None:
    long_ago = timezone.now() - PATIENCE - timedelta(seconds=1)
    first, second = (make_delivery(next_attempt_at=long_ago) for _number in range(2))
    third, new = make_delivery(kind="other", next_attempt_at=long_ago), make_delivery()
    letters, others = Recorder(REFUSED), Recorder()
    with handled_by(letters, carrier="mail"), handled_by(others, kind="other", carrier="mail"):
        assert sweep() == (0, 1)
        assert (len(letters.jobs), len(others.jobs)) == (1, 0)
    for delivery, attempts in ((first, 1), (second, 0), (third, 0)):
        delivery.refresh_from_db()
        assert (delivery.status, delivery.attempts, delivery.tries.count()) == ("pending", attempts, attempts)
        assert delivery.last_error == "ConnectionRefusedError: Connection refused"
        # What is due for long and taken by nobody would be a fault of the site.
        assert delivery.next_attempt_at > timezone.now()
    # What came a moment ago is left to other processes, to which the server may answer.
    new.refresh_from_db()
    assert (new.last_error, new.next_attempt_at < timezone.now()) == ("", True)


def test_what_comes_while_it_rests_is_not_tried_and_goes_when_it_answers() -> None:
    letters = Recorder(REFUSED)
    with handled_by(letters, carrier="mail"):
        make_delivery()
        sweep()
        make_delivery()
        assert sweep() == (0, 0)
        CARRIERS.forget()
        Delivery.objects.update(next_attempt_at=timezone.now())
        assert sweep() == (2, 0)
    assert len(letters.jobs) == 3
    assert set(Delivery.objects.values_list("status", "last_error")) == {("sent", "")}


def test_what_goes_another_way_does_not_wait_for_it() -> None:
    make_delivery()
    make_delivery(kind="webhook")
    with handled_by(Recorder(REFUSED), carrier="mail"), handled_by(Recorder(), kind="webhook"):
        assert sweep() == (1, 1)


def test_an_answer_that_is_a_refusal_lets_nobody_else_wait() -> None:
    for _number in range(2):
        make_delivery()
    handler = Recorder(SMTPDataError(451, b"Try later"))
    with handled_by(handler, carrier="mail"):
        assert sweep() == (1, 1)


def test_what_waits_for_a_decision_goes_on_waiting_for_it() -> None:
    make_delivery()
    tomorrow = timezone.now() + timedelta(days=1)
    held, waiting = make_delivery(status="held"), make_delivery(next_attempt_at=tomorrow)
    with handled_by(Recorder(REFUSED), carrier="mail"):
        sweep()
    for delivery in (held, waiting):
        delivery.refresh_from_db()
        assert delivery.last_error == ""
    assert waiting.next_attempt_at == tomorrow


def test_it_is_given_up_after_the_last_attempt() -> None:
    delivery = make_delivery(attempts=MAX_ATTEMPTS - 1)
    with handled_by(Recorder(ValueError("secret words"))):
        sweep()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.last_error) == ("dead", "ValueError")


def test_one_that_kills_its_workers_is_given_up() -> None:
    make_delivery(attempts=MAX_ATTEMPTS)
    handler = Recorder()
    with handled_by(handler):
        sweep()
    assert Delivery.objects.dead().count() == 1
    assert handler.jobs == []


def test_a_subject_that_is_gone_is_given_up_at_once() -> None:
    make_delivery()
    with handled_by(Recorder(Group.DoesNotExist())):
        sweep()
    assert Delivery.objects.dead().get().attempts == 1


def test_a_kind_without_a_handler_waits_for_one() -> None:
    make_delivery(kind="nobody")
    assert sweep() == (0, 1)
    assert Delivery.objects.pending().get().last_error == "NoHandlerError"


def test_a_leased_delivery_is_left_to_its_worker() -> None:
    make_delivery()
    assert take_due() is not None
    assert take_due() is None


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing() -> None:
    make_delivery()
    late = take_due()
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    taken = take_due()
    assert late
    assert taken
    with handled_by(Recorder(ValueError())):
        write_down(try_delivery(delivery=late))
    assert Delivery.objects.get().lease == taken.lease
    with handled_by(Recorder()):
        write_down(try_delivery(delivery=taken))
    assert Delivery.objects.get().status == "sent"


def test_what_is_due_is_taken_in_its_order_and_not_sorted_however_much_waits() -> None:
    waiting = {"kind": "test", "subject_label": "auth.Group", "subject_id": "1"}
    Delivery.objects.bulk_create(Delivery(key=f"waits:{number}", **waiting) for number in range(2_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as queries:
            assert take_due() is not None
        asked = next(each["sql"] for each in queries if "next_attempt_at" in each["sql"])
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + asked)
        plan = str(cursor.fetchall())
    assert "delivery_next" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_the_task_sends_what_is_due_and_nothing_else() -> None:
    due = make_delivery()
    make_delivery(next_attempt_at=timezone.now() + timedelta(hours=1))
    handler = Recorder()
    with handled_by(handler):
        deliver_due.call()
    assert [job.key for job in handler.jobs] == [due.key]


def test_what_was_sent_is_written_down_where_the_next_one_cannot_be_taken() -> None:
    first = make_delivery()
    make_delivery()
    real, taken = take_due, iter([True, False])

    def take() -> Delivery | None:
        if next(taken):
            return real()
        raise OperationalError("canceling statement due to statement timeout")

    broken = mock.patch("outbox.services.delivering.take_due", take)
    with handled_by(Recorder()), broken, pytest.raises(OperationalError):
        sweep()
    assert list(Delivery.objects.values_list("status", flat=True).order_by("pk")) == ["sent", "pending"]
    assert first.tries.count() == 1


def test_a_stopped_sweep_leaves_the_rest() -> None:
    make_delivery()
    assert sweep(stop=lambda: True) == (0, 0)
    assert Delivery.objects.pending().count() == 1


class Resting:
    """Gives way once, before the second delivery, and holds nothing meanwhile."""

    def __init__(self) -> None:
        self.rests, self.held = [0.1, 0.0], []

    def rest(self) -> float:
        return self.rests.pop(0)

    def sleep(self, seconds: float) -> None:
        self.held.append((seconds, Delivery.objects.exclude(lease=None).count()))


@pytest.mark.parametrize(("late", "held"), [(timedelta(0), [(0.1, 0)]), (WAITS_FOR_OTHERS * 2, [])])
def test_a_sweep_rests_between_two_deliveries_unless_they_are_late(late: timedelta, held: list) -> None:
    for key in ("first", "second"):
        make_delivery(key=key, next_attempt_at=timezone.now() - late)
    resting = Resting()
    with (
        handled_by(Recorder()),
        mock.patch("outbox.services.delivering.GivingWay", return_value=resting),
        mock.patch("outbox.services.delivering.time.sleep", resting.sleep),
    ):
        assert sweep() == (2, 0)
    assert resting.held == held


def test_who_is_told_to_stop_while_it_rests_takes_no_other() -> None:
    make_delivery(key="first")
    make_delivery(key="second")
    resting = Resting()
    with (
        handled_by(Recorder()),
        mock.patch("outbox.services.delivering.GivingWay", return_value=resting),
        mock.patch("outbox.services.delivering.time.sleep", resting.sleep),
    ):
        assert sweep(stop=lambda: bool(resting.held)) == (1, 0)
    assert Delivery.objects.pending().filter(lease=None).count() == 1


def test_a_lease_outlives_a_silent_mail_server(settings) -> None:
    assert timedelta(seconds=settings.EMAIL_TIMEOUT * 10) < LEASE


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_take_the_same_delivery() -> None:
    for number in range(20):
        make_delivery(key=f"side:{number}")
    taken: list[int] = []

    def work() -> None:
        try:
            while delivery := take_due():
                taken.append(delivery.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == len(set(taken)) == 20


def test_a_turn_of_the_worker_ends_and_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    make_delivery()
    make_delivery()
    monkeypatch.setattr("outbox.tasks.TURN_SECONDS", 0.0)
    with handled_by(lambda job: time.sleep(0.01)):
        deliver_due.call()
    assert Delivery.objects.pending().count() >= 1


@pytest.mark.parametrize("failing", [False, True])
def test_from_one_mail_to_the_next_it_takes_as_many_statements_whatever_waits(
    failing: bool, django_assert_num_queries: Callable[..., AbstractContextManager[None]]
) -> None:
    with handled_by(Recorder(*[ValueError()] * 9 * failing)):
        for number in (1, 4):
            for _number in range(number):
                make_delivery()
            # Two to take the first; for each what it came to, its attempt, the next one taken, and a transaction.
            with django_assert_num_queries(2 + 6 * number - 1):
                sweep()


def test_each_attempt_is_written_down() -> None:
    delivery = make_delivery()
    with handled_by(Recorder(ConnectionRefusedError(111, "Connection refused"))):
        sweep()
        Delivery.objects.update(next_attempt_at=timezone.now())
        sweep()
    assert list(delivery.tries.values_list("outcome", "error")) == [
        ("sent", ""),
        ("failed", "ConnectionRefusedError: Connection refused"),
    ]


def test_a_late_worker_writes_no_attempt() -> None:
    make_delivery()
    late = take_due()
    Delivery.objects.update(lease=None)
    assert late
    with handled_by(Recorder()):
        write_down(try_delivery(delivery=late))
    assert not DeliveryAttempt.objects.exists()


def test_a_failure_that_is_final_is_given_up_at_once() -> None:
    make_delivery()
    with handled_by(Recorder(ToldFailureError("Gone", response_code=410, is_final=True))):
        sweep()
    assert Delivery.objects.get().status == "dead"
    assert DeliveryAttempt.objects.get().response_code == 410
