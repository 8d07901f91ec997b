"""The screens of the outbox: deliveries, one of them, webhooks and the dashboard's panel: axe, both sizes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from outbox.models import DeliveryAttempt
from tests.outbox.factories import make_delivery, make_endpoint

from .chromium import overflow
from .pictures import keep

SCREENS = ["desktop", "phone"]
REFUSED = "SMTPRecipientsRefused: 550 5.1.1 … unknown"


@pytest.fixture
def outbox(demo_site):
    """Deliveries of every status, one with attempts, one that waits untried, and an endpoint that was switched off."""
    dead = make_delivery(
        kind="enquiry.staff_notification", status="dead", target="desk@clinic.example", last_error=REFUSED, attempts=16
    )
    for number in range(3):
        DeliveryAttempt.objects.create(delivery=dead, outcome="failed", milliseconds=120 + number, error=REFUSED)
    make_delivery(kind="enquiry.acknowledgement", created_at=timezone.now() - timedelta(hours=3))
    for status in ("sent", "held", "cancelled"):
        make_delivery(kind="enquiry.acknowledgement", status=status)
    waiting = make_delivery(
        kind="enquiry.acknowledgement",
        last_error="ConnectionRefusedError: Connection refused",
        next_attempt_at=timezone.now() + timedelta(minutes=1),
    )
    endpoint = make_endpoint(events=["enquiry.received"], is_active=False, off_because="failing")
    make_delivery(kind="webhook:webhook.test", target=str(endpoint.pk), last_error="The endpoint refused (500)")
    return dead, waiting, endpoint


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("deliveries", "deliveries/"),
        ("deliveries-none", "deliveries/?status=sent&target=nobody"),
        ("delivery", "deliveries/DELIVERY/"),
        ("delivery-waits", "deliveries/WAITING/"),
        ("webhooks", "webhooks/"),
        ("webhook-new", "webhooks/new/"),
        ("webhook", "webhooks/edit/ENDPOINT/"),
        ("dashboard", ""),
    ],
)
def test_47_axe_finds_nothing_on_the_outbox(
    demo_site, outbox, admin_user, sign_in, request, axe, watch, screen, name, path
):
    page = request.getfixturevalue(screen)
    delivery, waiting, endpoint = outbox
    sign_in(page, admin_user)
    for word, row in (("DELIVERY", delivery), ("WAITING", waiting), ("ENDPOINT", endpoint)):
        path = path.replace(word, str(row.pk))
    page.goto(f"{demo_site.url}/admin/{path}")
    keep(page, name)
    assert axe(page) == []
    assert overflow(page) <= 0


def test_on_a_phone_the_list_says_what_failed_and_why(demo_site, outbox, admin_user, sign_in, phone):
    sign_in(phone, admin_user)
    phone.goto(demo_site.url + "/admin/deliveries/")
    phone.locator("table.listing").wait_for()
    keep(phone, "deliveries-narrow")
    width = phone.viewport_size["width"]
    reason = phone.get_by_text(REFUSED).locator("visible=true")
    for seen in (phone.locator("table.listing"), reason):
        box = seen.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    expect(phone.get_by_role("columnheader", name="Stored")).to_be_hidden()


def test_staff_make_an_endpoint_and_see_its_secret_once(demo_site, admin_user, sign_in, desktop, axe):
    sign_in(desktop, admin_user)
    desktop.goto(demo_site.url + "/admin/webhooks/new/")
    desktop.get_by_label("Description").fill("The website's build")
    desktop.get_by_role("textbox", name="Address").fill("https://127.0.0.1/hook")
    desktop.get_by_label("An enquiry came in").check()
    desktop.get_by_role("button", name="Create").click()
    desktop.get_by_text("inside a private network").wait_for()
    desktop.get_by_role("textbox", name="Address").fill("https://hooks.example/hook")
    desktop.get_by_role("button", name="Create").click()
    desktop.get_by_text("whsec_").wait_for()
    keep(desktop, "webhook-secret")
    assert axe(desktop) == []
    desktop.get_by_role("link", name="I have copied it").click()
    desktop.get_by_text("Nothing yet. Send a test").wait_for()
    assert desktop.get_by_text("whsec_").count() == 0
