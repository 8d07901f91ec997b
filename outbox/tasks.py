"""The task that tries one delivery right after its transaction; it is given the id and nothing else."""

from django_tasks import task

from .services.delivering import deliver_now


@task
def deliver_one(delivery_id: int) -> None:
    """Tries one delivery if it is due and free; never raises for a failed delivery (that is its row's business)."""
    deliver_now(delivery_id=delivery_id)
