from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.models import Delivery
from outbox.services.delivering import sweep
from outbox.services.enqueueing import Bundle, Wanted, enqueue_deliveries, enqueue_delivery
from outbox.services.waking import forget_waking
from tests.outbox.factories import Recorder, handled_by, make_subject

pytestmark = pytest.mark.django_db


def test_a_delivery_notes_its_subject_and_nothing_of_its_content() -> None:
    subject = make_subject(name="Mara Lind")
    delivery = enqueue_delivery(kind="test", subject=subject, key="a")
    assert (delivery.subject_label, delivery.subject_id) == ("auth.Group", str(subject.pk))
    assert "Mara" not in str(Delivery.objects.values().get())


def test_the_same_key_is_stored_and_wakes_a_worker_once() -> None:
    subject = make_subject()
    with mock.patch("outbox.services.enqueueing.wake_on_commit") as wake:
        first = enqueue_delivery(kind="test", subject=subject, key="a")
        again = enqueue_delivery(kind="test", subject=subject, key="a")
    assert first == again
    wake.assert_called_once_with()


def test_a_rolled_back_caller_leaves_nothing() -> None:
    subject = make_subject()
    with transaction.atomic():
        enqueue_delivery(kind="test", subject=subject, key="a")
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_a_delivery_that_waits_is_not_tried_before_its_time(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delivery = enqueue_delivery(kind="test", subject=make_subject(), key="a", wait=timedelta(minutes=10))
    assert not DBTaskResult.objects.exists()
    assert not Delivery.objects.due(timezone.now()).exists()
    assert Delivery.objects.due(delivery.created_at + timedelta(minutes=11)).exists()


def test_who_has_a_faster_way_to_store_them_is_given_the_rows_and_a_worker_wakes() -> None:
    subject, stored = make_subject(), []
    with mock.patch("outbox.services.enqueueing.wake_on_commit") as wake:
        enqueue_deliveries(bundles=[Bundle(subject, [Wanted("test", "a"), Wanted("test", "b")])], insert=stored.extend)
    assert [(row.kind, row.key, row.subject_id) for row in stored] == [
        ("test", "a", str(subject.pk)),
        ("test", "b", str(subject.pk)),
    ]
    assert not Delivery.objects.exists()
    wake.assert_called_once_with()


def test_several_are_stored_in_one_statement_and_known_keys_stay_as_they_are(django_assert_num_queries) -> None:
    subject = make_subject()
    known = enqueue_delivery(kind="test", subject=subject, key="a")
    Delivery.objects.update(status="sent")
    wanted = [Wanted("test", "a"), Wanted("test", "b", "desk@clinic.example"), Wanted("test", "c")]
    with django_assert_num_queries(1):
        enqueue_deliveries(bundles=[Bundle(subject, wanted, wait=timedelta(minutes=1))])
    assert list(Delivery.objects.order_by("key").values_list("key", "target", "status")) == [
        ("a", "", "sent"),
        ("b", "desk@clinic.example", "pending"),
        ("c", "", "pending"),
    ]
    assert Delivery.objects.get(key="a") == known


def test_several_that_need_not_wait_wake_a_worker() -> None:
    enqueue_deliveries(bundles=[Bundle(make_subject(), [Wanted("test", "a"), Wanted("test", "b")])])
    assert DBTaskResult.objects.count() == 1


def test_what_is_held_is_not_sent_and_costs_what_letting_go_costs(django_assert_num_queries) -> None:
    subject = make_subject()
    for held in (True, False):
        forget_waking()
        with django_assert_num_queries(4):
            enqueue_deliveries(bundles=[Bundle(subject, [Wanted("test", f"held: {held}")], held=held)])
    with handled_by(Recorder()):
        assert sweep() == (1, 0)
    assert Delivery.objects.held().get().key == "held: True"
