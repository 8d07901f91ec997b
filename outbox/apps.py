"""The app's registration, and the door through which other apps reach it without importing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

    from .models import Delivery
    from .services.holding import Holding

Handler = Callable[[Any], Any]
EventBuilder = Callable[[str], dict[str, Any]]

WEBHOOK = "webhook:"
"""How the kinds of webhook deliveries begin; the event follows."""
TEST_EVENT = "webhook.test"


class OutboxConfig(AppConfig):
    """Registers the app under its fixed label and keeps the handlers of each kind of delivery."""

    name = __name__.rpartition(".")[0]
    label = "citewell_outbox"
    verbose_name = _("Outbox")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, app_name: str, app_module: Any) -> None:
        super().__init__(app_name, app_module)
        self.handlers: dict[str, Handler] = {}
        self.labels: dict[str, Label] = {}
        self.carriers: dict[str, str] = {}
        self.events: dict[str, EventBuilder] = {}

    def ready(self) -> None:
        """Registers the system checks, and the event that an endpoint is tried out with."""
        from . import checks  # noqa: F401

        self.register_event(TEST_EVENT, lambda _subject_id: {}, label=_("Test of an endpoint"))

    def register_handler(self, kind: str, handler: Handler, label: Label = "", carrier: str = "") -> None:
        """Says who sends deliveries of `kind` and what staff call them; called from another app's `AppConfig.ready()`.

        `carrier` is what it goes by together with other kinds, such as "mail": when that does not answer, all of them
        wait (see `carriers`).

        The handler is given a `Job` (see `services.delivering`). It renders what is to be sent from the job's
        subject, sends it, and returns. Any exception means "try again later"; `ObjectDoesNotExist` means that the
        subject is gone and the delivery is given up at once. It may return the status that the receiver answered with.
        Raises ValueError when the kind is taken.
        """
        if self.handlers.get(kind, handler) is not handler:
            raise ValueError(f"Two handlers for deliveries of kind {kind!r}")
        self.handlers[kind] = handler
        self.labels[kind] = label or kind
        if carrier:
            self.carriers[kind] = carrier

    def kinds_by(self, carriers: Iterable[str]) -> list[str]:
        """Returns the kinds that go by these carriers."""
        wanted = set(carriers)
        return [kind for kind, carrier in self.carriers.items() if carrier in wanted]

    def register_event(self, event: str, builder: EventBuilder, label: Label = "") -> None:
        """Names an event that webhooks tell of, and who makes its data; called from another app's `AppConfig.ready()`.

        The builder is given the subject's id when the webhook is sent and returns what JSON can hold: what the receiver
        may know, never what a visitor wrote. Raises as a handler does, and ValueError when the event is taken.
        """
        from .services.sending_webhooks import send_webhook

        if event in self.events:
            raise ValueError(f"Two builders of the event {event!r}")
        self.events[event] = builder
        self.register_handler(WEBHOOK + event, send_webhook, label or event)

    def is_wanted(self, event: str) -> bool:
        """Tells whether any endpoint that is on chose the event, so that nothing is prepared for nobody."""
        from .models import WebhookEndpoint

        return bool(WebhookEndpoint.objects.numbers_wanting(event))

    def publish(self, event: str, *, subject: Model, key: str, wait: timedelta = timedelta(0)) -> None:
        """Tells every endpoint that wants the event; see `services.publishing.publish_event`."""
        from .services.publishing import publish_event

        publish_event(event=event, subject=subject, key=key, wait=wait)

    def enqueue(
        self, *, kind: str, subject: Model, key: str, target: str = "", wait: timedelta = timedelta(0)
    ) -> Delivery:
        """Stores a delivery in the caller's transaction; see `services.enqueueing.enqueue_delivery`."""
        from .services.enqueueing import enqueue_delivery

        return enqueue_delivery(kind=kind, subject=subject, key=key, target=target, wait=wait)

    def endpoints(self) -> QuerySet[Any, Any]:
        """Asks for the endpoints that are on: the number of each, and the events that it chose."""
        from .models import WebhookEndpoint

        return WebhookEndpoint.objects.chosen()

    def enqueue_all(
        self,
        *,
        event: str,
        happened: Sequence[Mapping[str, Any]],
        endpoints: Iterable[tuple[int, Sequence[str]]] | None = None,
        insert: Callable[[list[Delivery]], Any] | None = None,
    ) -> None:
        """Stores several deliveries about one object or more, and the webhooks that tell of it, in one statement.

        `endpoints` are what `endpoints()` asks for, and `insert` stores the deliveries, where somebody has a faster way
        than Django's; rows whose key is known must stay.
        Each of `happened` has its `subject`, the `key` of the event, and what is `wanted` besides (each with a kind, a
        key and, where it needs one, a target); `wait` and `held` as in `services.enqueueing.Bundle`.
        """
        from .services.enqueueing import Bundle, Wanted, enqueue_deliveries
        from .services.publishing import webhooks_about

        chosen = self.endpoints() if endpoints is None else endpoints
        numbers = [number for number, events in chosen if event in events]
        webhooks = webhooks_about(event=event, keys=[each["key"] for each in happened], numbers=numbers)
        enqueue_deliveries(
            bundles=[
                Bundle(
                    subject=each["subject"],
                    wanted=[*(Wanted(**one) for one in each["wanted"]), *webhooks[each["key"]]],
                    wait=each["wait"],
                    held=each["held"],
                )
                for each in happened
            ],
            insert=insert,
        )

    def settle(self, subject: Model, *, held: bool) -> None:
        """Keeps back or lets go what waited for that decision; see `services.holding.settle_deliveries`."""
        from .services.holding import settle_deliveries

        settle_deliveries(subject=subject, held=held)

    def hold(self, subject: Model, kinds: Iterable[str] | None = None) -> Holding:
        """Keeps back what is still to be sent about an object; see `services.holding.hold_deliveries`."""
        from .services.holding import hold_deliveries

        return hold_deliveries(subject=subject, kinds=kinds)

    def release(self, subject: Model, kinds: Iterable[str] | None = None) -> Holding:
        """Sends what was held about an object, or still waits; see `services.holding.release_deliveries`."""
        from .services.holding import release_deliveries

        return release_deliveries(subject=subject, kinds=kinds)

    def deliveries_for(self, subject: Model) -> QuerySet[Delivery]:
        """The deliveries about one object, oldest first."""
        from .models import Delivery

        return Delivery.objects.about(subject).order_by("pk")

    def given_up(self) -> int:
        """How many deliveries were given up and wait for a person."""
        from .models import Delivery

        return Delivery.objects.dead().count()

    def forget(self, *, label: str, ids: Iterable[object]) -> int:
        """Deletes the deliveries about erased objects; see `services.forgetting.forget_deliveries`."""
        from .services.forgetting import forget_deliveries

        return forget_deliveries(label=label, ids=ids)
