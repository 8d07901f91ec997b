from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.models import Delivery
from outbox.services.enqueueing import Wanted, _Queue, enqueue_deliveries, enqueue_delivery, task_backend
from outbox.tasks import deliver_these
from tests.outbox.factories import make_subject

pytestmark = pytest.mark.django_db


def test_a_delivery_notes_its_subject_and_nothing_of_its_content() -> None:
    subject = make_subject(name="Mara Lind")
    delivery = enqueue_delivery(kind="test", subject=subject, key="a")
    assert (delivery.subject_label, delivery.subject_id) == ("auth.Group", str(subject.pk))
    assert "Mara" not in str(Delivery.objects.values().get())


def test_the_same_key_is_stored_and_nudged_once(django_capture_on_commit_callbacks) -> None:
    subject = make_subject()
    with mock.patch.object(type(deliver_these), "enqueue") as nudge:
        with django_capture_on_commit_callbacks(execute=True):
            first = enqueue_delivery(kind="test", subject=subject, key="a")
            again = enqueue_delivery(kind="test", subject=subject, key="a")
        assert first == again
        nudge.assert_called_once_with(first.pk)


def test_a_rolled_back_caller_leaves_nothing() -> None:
    subject = make_subject()
    with transaction.atomic():
        enqueue_delivery(kind="test", subject=subject, key="a")
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_a_queue_that_is_down_does_not_fail_the_caller(django_capture_on_commit_callbacks) -> None:
    broken = mock.patch.object(type(deliver_these), "enqueue", side_effect=ConnectionError("queue is down"))
    with broken, django_capture_on_commit_callbacks(execute=True):
        enqueue_delivery(kind="test", subject=make_subject(), key="a")
    assert Delivery.objects.pending().count() == 1


def test_the_nudge_waits_for_the_workers_of_the_outbox(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_delivery(kind="test", subject=make_subject(), key="a")
    assert DBTaskResult.objects.get().backend_name == "outbox"


def test_a_project_with_one_task_backend_uses_it(settings) -> None:
    settings.TASKS = {"default": settings.TASKS["outbox"]}
    assert task_backend() == "default"


def test_a_delivery_that_waits_is_not_tried_before_its_time(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delivery = enqueue_delivery(kind="test", subject=make_subject(), key="a", wait=timedelta(minutes=10))
    assert not DBTaskResult.objects.exists()
    assert not Delivery.objects.due(timezone.now()).exists()
    assert Delivery.objects.due(delivery.created_at + timedelta(minutes=11)).exists()


def test_a_queue_in_the_database_is_written_with_the_delivery() -> None:
    subject = make_subject()
    with transaction.atomic():
        enqueue_delivery(kind="test", subject=subject, key="a")
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_queue_elsewhere_hears_of_it_after_the_commit(settings, django_capture_on_commit_callbacks) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
    with (
        mock.patch.object(type(deliver_these), "enqueue") as nudge,
        mock.patch.object(type(deliver_these), "using") as using,
    ):
        using.return_value.enqueue = nudge
        with django_capture_on_commit_callbacks() as waiting:
            enqueue_delivery(kind="test", subject=make_subject(), key="a")
        nudge.assert_not_called()
        waiting[0]()
        nudge.assert_called_once()


def test_several_are_stored_in_one_statement_and_known_keys_stay_as_they_are(django_assert_num_queries) -> None:
    subject = make_subject()
    known = enqueue_delivery(kind="test", subject=subject, key="a")
    Delivery.objects.update(status="sent")
    wanted = [Wanted("test", "a"), Wanted("test", "b", "desk@clinic.example"), Wanted("test", "c")]
    with django_assert_num_queries(1):
        enqueue_deliveries(subject=subject, wanted=wanted, wait=timedelta(minutes=1))
    assert list(Delivery.objects.order_by("key").values_list("key", "target", "status")) == [
        ("a", "", "sent"),
        ("b", "desk@clinic.example", "pending"),
        ("c", "", "pending"),
    ]
    assert Delivery.objects.get(key="a") == known


def test_several_that_need_not_wait_wake_one_worker() -> None:
    enqueue_deliveries(subject=make_subject(), wanted=[Wanted("test", "a"), Wanted("test", "b")])
    numbers = set(Delivery.objects.values_list("pk", flat=True))
    assert set(DBTaskResult.objects.get().args_kwargs["args"]) == numbers


def test_a_queue_elsewhere_that_does_not_answer_is_left_alone_for_a_while(
    settings, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
    monkeypatch.setattr(_Queue, "left_alone_until", 0.0)
    with mock.patch.object(type(deliver_these), "using", side_effect=TimeoutError) as asked:
        for key in ("a", "b"):
            with django_capture_on_commit_callbacks(execute=True):
                enqueue_deliveries(subject=make_subject(), wanted=[Wanted("test", key + n) for n in "123"])
        assert asked.call_count == 1
        monkeypatch.setattr(_Queue, "left_alone_until", 0.0)
        with django_capture_on_commit_callbacks(execute=True):
            enqueue_delivery(kind="test", subject=make_subject(), key="c")
        assert asked.call_count == 2
