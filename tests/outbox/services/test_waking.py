from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from outbox.services import waking
from outbox.services.waking import AWAKE_SECONDS, PAUSE_SECONDS, task_backend, wake_on_commit
from outbox.tasks import deliver_due

pytestmark = pytest.mark.django_db

ELSEWHERE = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}


@contextmanager
def asking(**asked: object) -> Iterator[mock.Mock]:
    """Counts how often a queue was asked for a worker, and lets it fail."""
    with mock.patch.object(type(deliver_due), "using") as using:
        using.return_value.enqueue = mock.Mock(**asked)
        yield using.return_value.enqueue


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> mock.Mock:
    """A clock that only tests move."""
    clock = mock.Mock(return_value=1_000.0)
    monkeypatch.setattr(waking.time, "monotonic", clock)
    return clock


def test_the_workers_of_the_outbox_are_woken_and_told_nothing() -> None:
    wake_on_commit()
    task = DBTaskResult.objects.get()
    assert (task.backend_name, task.args_kwargs) == ("outbox", {"args": [], "kwargs": {}})


def test_a_project_with_one_task_backend_uses_it(settings: Any) -> None:
    settings.TASKS = {"default": settings.TASKS["outbox"]}
    assert task_backend() == "default"


def test_a_queue_in_the_database_is_written_with_the_delivery() -> None:
    with transaction.atomic():
        wake_on_commit()
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_queue_elsewhere_hears_of_it_after_the_commit(
    settings: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = ELSEWHERE
    with asking() as asked:
        with django_capture_on_commit_callbacks() as waiting:
            wake_on_commit()
        asked.assert_not_called()
        waiting[0]()
        asked.assert_called_once_with()


def test_many_at_once_wake_one_worker_and_what_comes_later_another(clock: mock.Mock) -> None:
    for _number in range(5):
        wake_on_commit()
    assert DBTaskResult.objects.count() == 1
    clock.return_value += AWAKE_SECONDS
    wake_on_commit()
    assert DBTaskResult.objects.count() == 2


def test_a_queue_that_is_down_does_not_fail_the_caller_and_is_left_alone_for_a_while(
    settings: Any, clock: mock.Mock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = ELSEWHERE

    def wake() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            wake_on_commit()

    with asking(side_effect=ConnectionError("queue is down")) as asked:
        wake()
        clock.return_value += PAUSE_SECONDS - 0.1
        wake()
        assert asked.call_count == 1
        clock.return_value += 0.1
        wake()
        assert asked.call_count == 2


def test_a_queue_in_the_database_that_fails_leaves_the_transaction_whole() -> None:
    with asking(side_effect=ConnectionError("queue is down")), transaction.atomic():
        wake_on_commit()
        assert not DBTaskResult.objects.exists()
