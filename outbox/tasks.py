"""The task that tries deliveries right after their transaction; it is given their ids and nothing else."""

from django_tasks import task

from .services.delivering import deliver_now


@task
def deliver_these(*delivery_ids: int) -> None:
    """Tries each that is due and free; never raises for a failed delivery (that is its row's business)."""
    for delivery_id in delivery_ids:
        deliver_now(delivery_id=delivery_id)
