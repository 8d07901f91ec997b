"""What webhooks were told, and what is done that they are told of."""

from django.db import connection
from wagtail.models import PageViewRestriction

from outbox.models import Delivery
from pages.models.content_change import Event
from pages.services.telling import describe_change


def told(event):
    """The data of each webhook about the event, in the order of what happened."""
    deliveries = Delivery.objects.filter(kind=f"webhook:{event}").order_by("pk")
    return [describe_change(delivery.subject_id) for delivery in deliveries]


def publish(page):
    """Publish the page as it is."""
    page.save_revision().publish()
    return page


def restrict(page):
    """Keep the page, and all below it, for those who know a word."""
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")


def forget():
    """Forget what was told up to now, as in another transaction."""
    Delivery.objects.all().delete()
    connection.run_on_commit.clear()


def paths_told():
    """All addresses that any webhook named."""
    return {path for event in Event for data in told(event) for path in data["paths"]}
