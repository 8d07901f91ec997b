"""Asking the layers about an enquiry, and putting it where that leads, with its mails: they go at once or are held.

What our own layers say is known before the enquiry is stored, and is stored with it. Who asks somebody else is asked
once it is stored, and then decides with the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ..inserting import insert_values
from ..intake import EnquiryData
from ..models import Enquiry, SpamSignal
from ..spam.letter import Letter
from ..spam.routing import Route, decide_route
from ..spam.verdicts import Said, say
from .holding import settle_at_once
from .layers import Ask, Memory, asking_layers, own_layers
from .tracing import Evidence, Trace, letter_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judgement:
    """What the layers said that were asked, and where that leads; None while others are still to be asked."""

    signals: tuple[Said, ...]
    route: Route | None

    @property
    def counts_on_its_answer(self) -> bool:
        """Whether the answer to our own challenge was taken for one that nobody handed in before."""
        return any(said.name == "altcha" and said.verdict == "solved" for said in self.signals)


UNJUDGED = Judgement((), None)


def judge_beforehand(
    *, senders: Sequence[tuple[EnquiryData, Evidence]], traces: Sequence[Trace | None]
) -> list[Judgement]:
    """What our own layers say of enquiries that are about to be stored.

    Never raises: an enquiry that cannot be judged is stored nevertheless.
    """
    letters = [_read(data) for data, _evidence in senders]
    memory = Memory([letter or Letter("", "", "") for letter in letters], traces)
    return [_judge(letters[place], evidence, memory, place) for place, (_data, evidence) in enumerate(senders)]


def store_judgements(*, judgements: Iterable[tuple[Enquiry, Judgement]]) -> None:
    """Stores one SpamSignal for each layer that had something to say, in the caller's transaction."""
    at = timezone.now()
    rows = [
        (enquiry.pk, said.name, said.verdict, said.weight, said.reason, at)
        for enquiry, judgement in judgements
        for said in judgement.signals
    ]
    insert_values(SpamSignal, ("enquiry", "name", "verdict", "weight", "reason", "at"), rows)


def judge_afterwards(*, enquiry: Enquiry, evidence: Evidence, judgement: Judgement) -> None:
    """Asks the layers that ask somebody else about a stored enquiry, and settles its routing and its mails.

    Never raises: the enquiry is safe already, and its visitor must not learn of our troubles.
    """
    try:
        signals = (*judgement.signals, *_ask_all(asking_layers(evidence)))
        route = decide_route(signals)
        with transaction.atomic():
            store_judgements(judgements=[(enquiry, Judgement(signals, route))])
            Enquiry.objects.filter(pk=enquiry.pk).update(routing=route.value)
            settle_at_once(enquiry=enquiry, held=route is Route.QUARANTINE)
    except Exception as error:
        logger.error("Enquiry %s could not be judged: %s", enquiry.pk, type(error).__name__)


def _read(data: EnquiryData) -> Letter | None:
    try:
        return letter_of(data)
    except Exception as error:
        logger.error("An enquiry could not be read by the layers against spam: %s", type(error).__name__)
        return None


def _judge(letter: Letter | None, evidence: Evidence, memory: Memory, place: int) -> Judgement:
    if letter is None:
        return UNJUDGED
    try:
        signals = tuple(_ask_all(own_layers(letter, evidence, memory, place)))
        return Judgement(signals, None if asking_layers(evidence) else decide_route(signals))
    except Exception as error:
        logger.error("An enquiry could not be judged: %s", type(error).__name__)
        return UNJUDGED


def _ask_all(layers: Iterable[tuple[str, Ask]]) -> list[Said]:
    answers = [said for name, ask in layers if (said := _ask(name, ask)) is not None]
    for said in answers:
        if said.verdict == "misconfigured":
            logger.error("The layer %s against spam is misconfigured: %s", said.name, said.reason)
    return answers


def _ask(name: str, ask: Ask) -> Said | None:
    try:
        return ask()
    except Exception as error:
        # The others can still tell, and what this one would have said must not be guessed.
        logger.error("The layer %s against spam broke: %s", name, type(error).__name__)
        return say(name, "unavailable", f"It could not answer ({type(error).__name__})")
