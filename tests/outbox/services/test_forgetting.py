import pytest
from django_tasks_db.models import DBTaskResult

from outbox.models import Delivery
from outbox.services.forgetting import forget_deliveries
from outbox.tasks import deliver_one
from tests.outbox.factories import make_delivery

pytestmark = pytest.mark.django_db


def test_deliveries_and_their_task_results_go_and_those_of_others_stay() -> None:
    gone, kept = make_delivery(subject_id="1"), make_delivery(subject_id="2")
    for delivery in (gone, kept):
        deliver_one.using(backend="outbox").enqueue(delivery.pk)
    assert forget_deliveries(label=gone.subject_label, ids=[1]) == 1
    assert list(Delivery.objects.all()) == [kept]
    assert [result.args_kwargs["args"] for result in DBTaskResult.objects.all()] == [[kept.pk]]


def test_nothing_to_forget_is_no_fault() -> None:
    assert forget_deliveries(label="citewell_contact.Enquiry", ids=[]) == 0
