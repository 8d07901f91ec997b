"""The layers against spam that need the database or the sender's evidence. Each answers; none decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Exists, QuerySet
from django.utils import timezone

from ..models import CountOf, DailySalt, SpamLesson, SpamTrace, UsedChallenge
from ..prepared import Prepared
from ..spam import challenge, recaptcha
from ..spam.letter import Letter
from ..spam.text_signals import judge_text
from ..spam.touch import read_touch
from ..spam.verdicts import Said, gettext_noop, say
from .learning import judge_by_lessons
from .tracing import Evidence, Trace

SEVERAL, MANY = 3, 10
"""More than so many enquiries from one address within RATE_WITHIN. A family or a ward shares one."""

RATE_WITHIN = timedelta(hours=1)
OFTEN = 3

_TIMES = {
    "fine": gettext_noop("Filled in at the pace of a person"),
    "fast": gettext_noop("Sent within three seconds of the first touch"),
    "old": gettext_noop("The form was open for more than a day"),
    "forged": gettext_noop("The time of the first touch was made up"),
    "none": gettext_noop("No time came with the form: JavaScript off, or sent by a program"),
}
_ALTCHA = {
    "solved": gettext_noop("Solved"),
    "invalid": gettext_noop("The answer is not one to our challenge"),
    "expired": gettext_noop("The answer came too late to say anything"),
    "none": gettext_noop("No answer came with the form: JavaScript off, or sent at once"),
    "replayed": gettext_noop("The answer was handed in before"),
}


Known = TypeVar("Known")

Ask = Callable[[], Said | None]
"""Asks one layer. None where it has nothing to say."""


class NoTraceError(Exception):
    """No trace of the enquiry could be made, so nothing can be told about its like."""


@dataclass(frozen=True)
class Seen:
    """What was there before: how many from the same sender lately, of the same words, whether those were spam, and
    whether the answer to the challenge was handed in."""

    from_sender: int
    same_words: int
    words_were_spam: bool
    answer_is_used: bool


class Memory:
    """What the database knows about letters that came together: asked once for all, when a layer first wants it.

    That it could not answer is remembered, too: asked again for each of them it would take as long each time.
    """

    def __init__(self, letters: Sequence[Letter], traces: Sequence[Trace | None]) -> None:
        self._letters = letters
        self._traces = traces

    def learned(self, place: int) -> Said:
        """What the learning filter says of one."""
        return _or_raise(self._learned)[place]

    def seen(self, place: int) -> tuple[Trace, Seen]:
        """The trace of one, and what was seen before. Raises NoTraceError."""
        trace = self._traces[place]
        if trace is None:
            raise NoTraceError
        return trace, _or_raise(self._seen)[trace]

    @cached_property
    def _learned(self) -> list[Said] | Exception:
        try:
            return judge_by_lessons(letters=self._letters)
        except Exception as error:
            return error

    @cached_property
    def _seen(self) -> dict[Trace, Seen] | Exception:
        try:
            return self._look()
        except Exception as error:
            return error

    def _look(self) -> dict[Trace, Seen]:
        """One query, the same whatever it finds: the time of the answer must not tell."""
        since, traces = timezone.now() - RATE_WITHIN, [trace for trace in self._traces if trace is not None]
        found = _BEFORE.rows_of_each(
            [
                {
                    "day": trace.day,
                    "sender": trace.sender,
                    "words": trace.words,
                    "digest": trace.solution.digest,
                    "since": since,
                }
                for trace in traces
            ]
        )
        return {trace: Seen(*rows[0]) for trace, rows in zip(traces, found, strict=True)}


def _or_raise(found: Known | Exception) -> Known:
    if isinstance(found, Exception):
        raise found
    return found


def own_layers(letter: Letter, evidence: Evidence, memory: Memory, place: int) -> Iterator[tuple[str, Ask]]:
    """The layers by name that answer from what is here. They are asked before the enquiry is stored.

    `place` is which of the memory's letters it is.
    """
    yield "honeypot", lambda: _honeypot(evidence)
    yield "time", lambda: _time(evidence)
    yield "text", lambda: judge_text(letter)
    yield "learned", lambda: memory.learned(place)
    yield "rate", lambda: _rate(memory.seen(place)[1])
    yield "duplicate", lambda: _duplicate(memory.seen(place)[1])
    layer = "recaptcha" if challenge.is_on() else "altcha"
    if not evidence.answers_our_challenge:
        yield layer, lambda: say(layer, "other", gettext_noop("The answer is to another challenge than the form's"))
    elif layer == "altcha":
        yield layer, lambda: _altcha(*memory.seen(place))


def asking_layers(evidence: Evidence) -> list[tuple[str, Ask]]:
    """The layers by name that ask somebody else. They are asked once the enquiry is stored: they can take seconds."""
    if challenge.is_on() and evidence.answers_our_challenge:
        return [("recaptcha", lambda: _recaptcha(evidence))]
    return []


def _before(day: date, sender: str, words: str, digest: str, since: datetime) -> QuerySet[Any, Any]:
    same = SpamTrace.objects.of_words(words)
    # Of one row that is there: a trace was made with the salt of its day.
    return DailySalt.objects.filter(day=day).values_list(
        CountOf(SpamTrace.objects.of_sender(sender, since)[: MANY + 1]),
        CountOf(same[:OFTEN]),
        Exists(SpamLesson.objects.filter(words=words, is_spam=True).exclude(words="")),
        Exists(UsedChallenge.objects.filter(digest=digest)),
    )


_BEFORE = Prepared(_before, day=date, sender=str, words=str, digest=str, since=datetime)


def _honeypot(evidence: Evidence) -> Said | None:
    if not evidence.honeypot:
        return None
    return say("honeypot", "filled", gettext_noop("The field that people do not see was filled in"))


def _time(evidence: Evidence) -> Said:
    verdict = read_touch(evidence.touched)
    return say("time", verdict, _TIMES[verdict])


def _rate(seen: Seen) -> Said | None:
    before = seen.from_sender
    if before < SEVERAL:
        return None
    return say("rate", "many" if before >= MANY else "several", f"At least {before} others from its address in an hour")


def _duplicate(seen: Seen) -> Said | None:
    if seen.words_were_spam:
        return say("duplicate", "spam", gettext_noop("The same words were marked as spam before"))
    if seen.same_words == 0:
        return None
    return say(
        "duplicate", "often" if seen.same_words >= OFTEN else "again", gettext_noop("The same words came before")
    )


def _altcha(trace: Trace, seen: Seen) -> Said:
    verdict = trace.solution.verdict
    if verdict == "solved" and seen.answer_is_used:
        verdict = "replayed"
    return say("altcha", verdict, _ALTCHA[verdict])


def _recaptcha(evidence: Evidence) -> Said:
    verdict = recaptcha.verify(evidence.captcha, evidence.ip)
    return say("recaptcha", verdict.outcome.value, verdict.reason)
