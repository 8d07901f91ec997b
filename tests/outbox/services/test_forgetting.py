import pytest
from django_tasks_db.models import DBTaskResult

from outbox.models import Delivery
from outbox.services.forgetting import forget_deliveries
from outbox.tasks import deliver_these
from tests.outbox.factories import make_delivery

pytestmark = pytest.mark.django_db


def test_deliveries_and_their_task_results_go_and_those_of_others_stay() -> None:
    gone, also_gone, kept = (make_delivery(subject_id=subject) for subject in ("1", "1", "2"))
    deliver_these.using(backend="outbox").enqueue(gone.pk, also_gone.pk)
    deliver_these.using(backend="outbox").enqueue(kept.pk)
    assert forget_deliveries(label=gone.subject_label, ids=[1]) == 2
    assert list(Delivery.objects.all()) == [kept]
    assert [result.args_kwargs["args"] for result in DBTaskResult.objects.all()] == [[kept.pk]]


def test_nothing_to_forget_is_no_fault() -> None:
    assert forget_deliveries(label="citewell_contact.Enquiry", ids=[]) == 0
