import pytest

from outbox.models import Delivery, DeliveryAttempt
from outbox.services.forgetting import forget_deliveries
from tests.outbox.factories import make_delivery

pytestmark = pytest.mark.django_db


def test_deliveries_go_with_their_attempts_and_those_of_others_stay() -> None:
    gone, _also_gone, kept = (make_delivery(subject_id=subject) for subject in ("1", "1", "2"))
    for delivery in (gone, kept):
        DeliveryAttempt.objects.create(delivery=delivery, outcome="sent", milliseconds=1)
    assert forget_deliveries(label=gone.subject_label, ids=[1]) == 2
    assert list(Delivery.objects.all()) == [kept]
    assert DeliveryAttempt.objects.get().delivery == kept


def test_nothing_to_forget_is_no_fault() -> None:
    assert forget_deliveries(label="citewell_contact.Enquiry", ids=[]) == 0
