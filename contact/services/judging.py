"""Asking the layers about an enquiry that is stored already, noting what each said, and putting it where that leads:
with its mails, which go at once or are held."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from django.db import transaction

from ..models import Enquiry, SpamSignal
from ..prepared import insert
from ..spam.routing import Route, decide_route
from ..spam.verdicts import Said, say
from .holding import settle_at_once
from .layers import layers_for
from .tracing import Evidence, Trace

logger = logging.getLogger(__name__)


def judge_enquiry(*, enquiry: Enquiry, evidence: Evidence, trace: Trace | None) -> None:
    """Stores one SpamSignal for each layer that has something to say, and the enquiry's routing.

    Its mails are held where that is the quarantine, and go at once elsewhere.

    `enquiry` is what `receive_enquiry` has just stored, with the trace that it was stored with.

    Never raises: the enquiry is safe already, and its visitor must not learn of our troubles.
    """
    try:
        signals = list(_ask_layers(enquiry, evidence, trace))
        _settle(enquiry, signals, decide_route(signals))
    except Exception as error:
        logger.error("Enquiry %s could not be judged: %s", enquiry.pk, type(error).__name__)


def _ask_layers(enquiry: Enquiry, evidence: Evidence, trace: Trace | None) -> Iterator[Said]:
    for name, ask in layers_for(enquiry, evidence, trace):
        said = _ask(enquiry, name, ask)
        if said is not None:
            if said.verdict == "misconfigured":
                logger.error("The layer %s against spam is misconfigured: %s", name, said.reason)
            yield said


def _ask(enquiry: Enquiry, name: str, ask: Callable[[], Said | None]) -> Said | None:
    try:
        return ask()
    except Exception as error:
        # The others can still tell, and what this one would have said must not be guessed.
        logger.error("The layer %s broke over enquiry %s: %s", name, enquiry.pk, type(error).__name__)
        return say(name, "unavailable", f"It could not answer ({type(error).__name__})")


def _settle(enquiry: Enquiry, signals: list[Said], route: Route) -> None:
    rows = [
        SpamSignal(enquiry=enquiry, name=said.name, verdict=said.verdict, weight=said.weight, reason=said.reason)
        for said in signals
    ]
    with transaction.atomic():
        insert(rows, known_stay=True)
        Enquiry.objects.filter(pk=enquiry.pk).update(routing=route.value)
        settle_at_once(enquiry=enquiry, held=route is Route.QUARANTINE)
