"""Makers of what the outbox tests need."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group

from outbox.models import Delivery, WebhookEndpoint
from outbox.services.webhook_secrets import give_first_secret


def make_delivery(**overrides: Any) -> Delivery:
    """A pending delivery about nothing in particular, due at once."""
    number = Delivery.objects.count() + 1
    fields = {"kind": "test", "subject_label": "auth.Group", "subject_id": "1", "key": f"test:{number}"}
    return Delivery.objects.create(**fields | overrides)


def make_subject(**overrides: Any) -> Group:
    """Any saved object; the outbox only notes its label and id."""
    return Group.objects.create(**{"name": f"Subject {Group.objects.count()}"} | overrides)


@contextmanager
def handled_by(handler: Callable[[Any], None], kind: str = "test", carrier: str = "") -> Iterator[None]:
    """Registers a handler for the length of a test."""
    outbox = apps.get_app_config("citewell_outbox")
    outbox.register_handler(kind, handler, carrier=carrier)
    try:
        yield
    finally:
        for told in (outbox.handlers, outbox.labels, outbox.carriers):
            told.pop(kind, None)


class Recorder:
    """A handler that remembers its jobs and fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.jobs: list[Any] = []

    def __call__(self, job: Any) -> None:
        self.jobs.append(job)
        if self.failures:
            raise self.failures.pop(0)


def make_endpoint(**overrides: Any) -> WebhookEndpoint:
    """A saved endpoint that is on, with a secret."""
    fields = {"description": "The build", "url": "https://hooks.example/hook", "events": ["thing.happened"]}
    endpoint = WebhookEndpoint(**fields | overrides)
    give_first_secret(endpoint=endpoint)
    endpoint.save()
    return endpoint
