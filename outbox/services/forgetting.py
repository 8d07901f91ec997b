"""Taking away every trace of deliveries whose subject is being erased."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import transaction

from ..models import Delivery


def forget_deliveries(*, label: str, ids: Iterable[object]) -> int:
    """Deletes the deliveries about these objects, with the results of their tasks; returns how many deliveries.

    Whatever their status: what was not sent yet is not sent any more, and a worker that is just sending finds the
    delivery gone. The result of a task that runs at this moment stays until it is pruned; it holds a number and no
    more. In Redis results go by themselves.
    """
    with transaction.atomic():
        about = Delivery.objects.filter(subject_label=label, subject_id__in=[str(each) for each in ids])
        numbers = list(about.values_list("pk", flat=True))
        forget_numbers(numbers=numbers)
    return len(numbers)


def forget_numbers(*, numbers: list[int]) -> None:
    """Deletes these deliveries with their attempts and the results of their tasks."""
    from ..tasks import deliver_these

    with transaction.atomic():
        if numbers and apps.is_installed("django_tasks_db"):
            results = apps.get_model("django_tasks_database", "DBTaskResult").objects
            # What one task was woken for is about one object and goes together: its first tells of all.
            ours = results.filter(task_path=deliver_these.module_path, args_kwargs__args__0__in=numbers)
            ours.exclude(status="RUNNING").delete()
        Delivery.objects.filter(pk__in=numbers).delete()
