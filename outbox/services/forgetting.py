"""Taking away every trace of deliveries whose subject is being erased."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Delivery


def forget_deliveries(*, label: str, ids: Iterable[object]) -> int:
    """Deletes the deliveries about these objects with their attempts; returns how many deliveries.

    Whatever their status: what was not sent yet is not sent any more, and a worker that is just sending finds the
    delivery gone. The task that woke a worker knew of none of them.
    """
    about = Delivery.objects.filter(subject_label=label, subject_id__in=[str(each) for each in ids])
    return about.delete()[1].get(Delivery._meta.label, 0)
