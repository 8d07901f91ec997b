from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from outbox.models import Delivery
from outbox.services.delivering import sweep, take_due
from outbox.services.holding import Holding, hold_deliveries, release_deliveries, settle_deliveries
from outbox.services.waking import forget_waking
from tests.outbox.factories import Recorder, handled_by, make_delivery, make_subject

pytestmark = pytest.mark.django_db


def about(subject: Any, **overrides: Any) -> Delivery:
    return make_delivery(subject_label="auth.Group", subject_id=str(subject.pk), **overrides)


def test_what_is_held_is_not_sent_until_it_is_released() -> None:
    subject = make_subject()
    about(subject)
    recorder = Recorder()
    with handled_by(recorder):
        assert hold_deliveries(subject=subject) == Holding(done=1, left=0)
        assert sweep() == (0, 0)
        assert release_deliveries(subject=subject) == Holding(done=1, left=0)
        assert sweep() == (1, 0)


def test_holding_and_releasing_twice_changes_nothing_more() -> None:
    subject = make_subject()
    about(subject)
    assert hold_deliveries(subject=subject) == hold_deliveries(subject=subject)
    assert release_deliveries(subject=subject) == release_deliveries(subject=subject)


@pytest.mark.parametrize("status", ["sent", "dead"])
def test_what_is_over_is_left_alone_and_reported(status: str) -> None:
    subject = make_subject()
    delivery = about(subject, status=status)
    assert hold_deliveries(subject=subject) == Holding(done=0, left=1)
    assert release_deliveries(subject=subject) == Holding(done=0, left=1)
    delivery.refresh_from_db()
    assert delivery.status == status


def test_what_a_worker_holds_is_left_to_it() -> None:
    subject = make_subject()
    delivery = about(subject)
    leased = take_due()
    assert leased
    assert hold_deliveries(subject=subject) == Holding(done=0, left=1)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.lease) == ("pending", leased.lease)


def test_one_whose_worker_died_can_be_held() -> None:
    subject = make_subject()
    about(subject, leased_until=timezone.now() - timedelta(minutes=1))
    assert hold_deliveries(subject=subject).done == 1


def test_only_the_kinds_that_were_named_are_held() -> None:
    subject = make_subject()
    kept, other = about(subject, kind="kept"), about(subject, kind="other")
    assert hold_deliveries(subject=subject, kinds=["kept"]).done == 1
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.status, other.status) == ("held", "pending")


def test_those_about_another_object_are_not_touched() -> None:
    subject, other = make_subject(), make_subject()
    about(other)
    assert hold_deliveries(subject=subject) == Holding(done=0, left=0)
    assert Delivery.objects.get().status == "pending"


def test_releasing_wakes_a_worker(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    subject = make_subject()
    about(subject, status="held", next_attempt_at=timezone.now() + timedelta(days=1))
    with (
        patch("outbox.services.holding.wake_on_commit") as wake,
        django_capture_on_commit_callbacks(execute=True),
    ):
        release_deliveries(subject=subject)
    wake.assert_called_once_with()
    assert Delivery.objects.due(timezone.now()).exists()


def test_releasing_ends_the_wait_before_the_first_try_but_not_the_one_after_a_failure() -> None:
    subject, tomorrow = make_subject(), timezone.now() + timedelta(days=1)
    waiting, failed = (about(subject, next_attempt_at=tomorrow, attempts=attempts) for attempts in (0, 1))
    release_deliveries(subject=subject)
    assert list(Delivery.objects.due(timezone.now())) == [waiting]
    assert Delivery.objects.get(pk=failed.pk).next_attempt_at == tomorrow


@pytest.mark.parametrize(("held", "status", "sent"), [(True, "held", (0, 0)), (False, "pending", (1, 0))])
def test_what_waited_for_a_decision_is_held_or_goes_at_once(held: bool, status: str, sent: tuple[int, int]) -> None:
    subject = make_subject()
    delivery = about(subject, next_attempt_at=timezone.now() + timedelta(minutes=1))
    settle_deliveries(subject=subject, held=held)
    delivery.refresh_from_db()
    assert delivery.status == status
    with handled_by(Recorder()):
        assert sweep() == sent


@pytest.mark.parametrize("held", [True, False])
def test_a_decision_leaves_what_is_over_or_in_a_workers_hands(held: bool) -> None:
    subject = make_subject()
    about(subject, key="in hands")
    leased = take_due()
    assert leased
    about(subject, key="sent", status="sent")
    settle_deliveries(subject=subject, held=held)
    assert set(Delivery.objects.values_list("status", "lease")) == {("pending", leased.lease), ("sent", None)}


def test_either_decision_costs_the_same_statements(django_assert_num_queries: Any) -> None:
    for held in (True, False):
        subject = make_subject()
        about(subject, next_attempt_at=timezone.now() + timedelta(minutes=1))
        forget_waking()
        with django_assert_num_queries(4):
            settle_deliveries(subject=subject, held=held)


def test_other_apps_reach_both_through_the_registry() -> None:
    outbox: Any = apps.get_app_config("citewell_outbox")
    subject = make_subject()
    outbox.enqueue(kind="test", subject=subject, key="k")
    assert outbox.hold(subject).done == 1
    assert outbox.release(subject, kinds=["test"]).done == 1
