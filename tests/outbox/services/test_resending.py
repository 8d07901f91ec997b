import pytest
from django.contrib.auth.models import User

from outbox.backoff import MAX_ATTEMPTS
from outbox.models import Delivery, DeliveryAttempt
from outbox.services.delivering import sweep, take_due
from outbox.services.resending import resend_delivery
from tests.outbox.factories import Recorder, handled_by, make_delivery

pytestmark = pytest.mark.django_db


def make_staff() -> User:
    return User.objects.create_user("staff")


def test_what_is_sent_again_is_the_same_mail() -> None:
    delivery, handler, staff = make_delivery(), Recorder(), make_staff()
    with handled_by(handler):
        sweep()
        resend_delivery(delivery_id=delivery.pk, by=staff)
        sweep()
    first, again = handler.jobs
    assert first.message_id == again.message_id


def test_what_a_worker_holds_is_left_to_it() -> None:
    make_delivery()
    leased = take_due()
    assert leased
    resend_delivery(delivery_id=leased.pk, by=make_staff())
    assert Delivery.objects.get().lease == leased.lease


def test_attempts_do_not_grow_without_end() -> None:
    delivery = make_delivery(status="dead")
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(delivery=delivery, outcome="failed", milliseconds=number) for number in range(100)
    )
    resend_delivery(delivery_id=delivery.pk, by=make_staff())
    kept = list(delivery.tries.values_list("milliseconds", flat=True))
    assert kept == list(range(99, 99 - DeliveryAttempt.KEPT + MAX_ATTEMPTS, -1))


def test_what_does_not_exist_is_not_sent() -> None:
    with pytest.raises(Delivery.DoesNotExist):
        resend_delivery(delivery_id=999, by=make_staff())
