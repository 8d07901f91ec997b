"""The layers against spam that need the database or the sender's evidence. Each answers; none decides."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..kept_answers import read_answers
from ..models import DailySalt, Enquiry, SpamTrace, UsedChallenge
from ..spam import altcha, challenge, recaptcha
from ..spam.fingerprints import sender_fingerprint, words_fingerprint
from ..spam.letter import Letter
from ..spam.text_signals import judge_text
from ..spam.touch import read_touch
from ..spam.verdicts import Said, gettext_noop, say
from .learning import judge_by_lessons

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


@dataclass(frozen=True)
class Evidence:
    """What came with an enquiry besides its words: the trap's content, the challenge's answer, the sender's address,
    the signed time of the first touch, and to which kind of challenge the answer is; "" is the form's own."""

    honeypot: str
    captcha: str
    ip: str
    touched: str = ""
    challenge: str = ""


def layers_for(enquiry: Enquiry, evidence: Evidence) -> Iterator[tuple[str, Callable[[], Said | None]]]:
    """The layers by name, the quick ones first: the one that may ask somebody else comes last."""
    letter = letter_of(enquiry)
    yield "honeypot", lambda: _honeypot(evidence)
    yield "time", lambda: _time(evidence)
    yield "text", lambda: judge_text(letter)
    yield "learned", lambda: judge_by_lessons(letter=letter)
    yield "trace", lambda: _leave_trace(enquiry, evidence, letter)
    yield "rate", lambda: _rate(enquiry)
    yield "duplicate", lambda: _duplicate(enquiry)
    layer, ask = ("recaptcha", _recaptcha) if challenge.is_on() else ("altcha", _altcha)
    if evidence.challenge in ("", challenge.kind()):
        yield layer, lambda: ask(evidence)
    else:
        yield layer, lambda: say(layer, "other", gettext_noop("The answer is to another challenge than the form's"))


def letter_of(enquiry: Enquiry) -> Letter:
    """What the reading layers see of a stored enquiry."""
    try:
        answers = [value for answer in read_answers(enquiry.answers) for value in answer.values]
    except ValueError:
        answers = []
    texts = (enquiry.condition, enquiry.message, *answers)
    return Letter(enquiry.name, enquiry.email, "\n".join(text for text in texts if text))


def _honeypot(evidence: Evidence) -> Said | None:
    if not evidence.honeypot:
        return None
    return say("honeypot", "filled", gettext_noop("The field that people do not see was filled in"))


def _time(evidence: Evidence) -> Said:
    verdict = read_touch(evidence.touched)
    return say("time", verdict, _TIMES[verdict])


def _leave_trace(enquiry: Enquiry, evidence: Evidence, letter: Letter) -> None:
    sender = sender_fingerprint(evidence.ip, _salt_of_today()) if evidence.ip else ""
    SpamTrace.objects.get_or_create(
        enquiry=enquiry, defaults={"sender": sender, "words": words_fingerprint(letter.text)}
    )


def _salt_of_today() -> str:
    today = timezone.now().date()
    row, created = DailySalt.objects.get_or_create(day=today, defaults={"salt": secrets.token_hex(32)})
    if created:
        over = timezone.now() - DailySalt.KEPT
        DailySalt.objects.filter(day__lt=over.date()).delete()
        SpamTrace.objects.filter(at__lt=over).exclude(sender="").update(sender="")
    return row.salt


def _rate(enquiry: Enquiry) -> Said | None:
    sender = enquiry.spam_trace.sender
    since = timezone.now() - RATE_WITHIN
    before = SpamTrace.objects.of_sender(sender, since, other_than=enquiry.pk)[: MANY + 1].count()
    if before < SEVERAL:
        return None
    return say("rate", "many" if before >= MANY else "several", f"At least {before} others from its address in an hour")


def _duplicate(enquiry: Enquiry) -> Said | None:
    same = SpamTrace.objects.of_words(enquiry.spam_trace.words, other_than=enquiry.pk)
    # Both are asked whatever the first says: the time of the answer must not tell what was found.
    is_spam, count = same.filter(enquiry__spam_lesson__is_spam=True).exists(), same[:OFTEN].count()
    if is_spam:
        return say("duplicate", "spam", gettext_noop("The same words were marked as spam before"))
    if count == 0:
        return None
    return say("duplicate", "often" if count >= OFTEN else "again", gettext_noop("The same words came before"))


def _altcha(evidence: Evidence) -> Said:
    found = altcha.check_answer(evidence.captcha)
    verdict = found.verdict
    if verdict == "solved" and not _is_first_use(found):
        verdict = "replayed"
    return say("altcha", verdict, _ALTCHA[verdict])


def _is_first_use(found: altcha.Solution) -> bool:
    UsedChallenge.objects.filter(expires_at__lt=timezone.now()).delete()
    try:
        with transaction.atomic():
            UsedChallenge.objects.create(digest=found.digest, expires_at=found.expires_at)
    except IntegrityError:
        return False
    return True


def _recaptcha(evidence: Evidence) -> Said:
    verdict = recaptcha.verify(evidence.captcha, evidence.ip)
    return say("recaptcha", verdict.outcome.value, verdict.reason)
