import logging
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outbox.models import Delivery
from outbox.services.watching import find_trouble, prune_deliveries, report_lateness
from tests.outbox.factories import make_delivery

pytestmark = pytest.mark.django_db


def ago(**length: int) -> Any:
    return timezone.now() - timedelta(**length)


def test_a_delivery_that_waits_too_long_is_logged_as_an_error(caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    settings.CITEWELL_OUTBOX_LATE_MINUTES = 30
    make_delivery(created_at=ago(minutes=29))
    assert not report_lateness()
    make_delivery(created_at=ago(minutes=31), next_attempt_at=ago(days=-1), key="enquiry:SECRET")
    Delivery.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    with caplog.at_level(logging.ERROR):
        assert report_lateness()
    assert "The outbox is late" in caplog.text
    assert "SECRET" not in caplog.text


@pytest.mark.parametrize("status", ["sent", "held", "dead", "cancelled"])
def test_what_is_not_pending_is_never_late(status: str) -> None:
    make_delivery(status=status, created_at=ago(days=3))
    assert find_trouble(now=timezone.now()).late_since is None


def test_what_was_sent_or_cancelled_long_ago_is_forgotten(settings: Any) -> None:
    settings.CITEWELL_OUTBOX_KEPT_DAYS = 10
    make_delivery(status="sent", created_at=ago(days=20), sent_at=ago(days=11))
    make_delivery(status="cancelled", created_at=ago(days=11))
    kept = [
        make_delivery(status="sent", created_at=ago(days=20), sent_at=ago(days=9)),
        make_delivery(status="dead", created_at=ago(days=20)),
        make_delivery(status="pending", created_at=ago(days=20)),
        make_delivery(status="held", created_at=ago(days=20)),
    ]
    assert prune_deliveries() == 2
    assert set(Delivery.objects.values_list("pk", flat=True)) == {delivery.pk for delivery in kept}


def test_zero_days_keep_everything(settings: Any) -> None:
    settings.CITEWELL_OUTBOX_KEPT_DAYS = 0
    make_delivery(status="sent", sent_at=ago(days=1000))
    assert prune_deliveries() == 0
