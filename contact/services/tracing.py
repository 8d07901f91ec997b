"""What is kept of an enquiry's sender and words so that the layers against spam know its like again.

It is made before the enquiry is stored and stored with it: one transaction, and no question of who came first.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils import timezone

from ..inserting import insert, insert_values
from ..intake import EnquiryData
from ..kept_answers import read_answers
from ..models import DailySalt, Enquiry, SpamTrace, UsedChallenge
from ..prepared import Prepared
from ..spam import altcha, challenge
from ..spam.fingerprints import sender_fingerprint, words_fingerprint
from ..spam.letter import Letter

logger = logging.getLogger(__name__)

_SALT = Prepared(lambda day: DailySalt.objects.filter(day=day).values_list("salt"), day=date)


@dataclass(frozen=True)
class Evidence:
    """What came with an enquiry besides its words: the trap's content, the challenge's answer, the sender's address,
    the signed time of the first touch, and to which kind of challenge the answer is; "" is the form's own."""

    honeypot: str
    captcha: str
    ip: str
    touched: str = ""
    challenge: str = ""

    @property
    def answers_our_challenge(self) -> bool:
        """Whether the answer is to the challenge that the form has now."""
        return self.challenge in ("", challenge.kind())


@dataclass(frozen=True)
class Trace:
    """The fingerprints of one enquiry, the day of their salt, and what its answer to our own challenge came to."""

    day: date
    sender: str
    words: str
    solution: altcha.Solution


def make_traces(*, senders: Sequence[tuple[EnquiryData, Evidence]]) -> list[Trace | None]:
    """The traces of enquiries that are about to be stored; None where one could not be made.

    Never raises: without a trace some layers cannot answer, and the enquiry is stored all the same.
    """
    today = timezone.now().date()

    @cache
    def salt() -> str:
        return _salt_of(today)

    return [_make_trace(data, evidence, today, salt) for data, evidence in senders]


def leave_traces(*, traces: Iterable[tuple[Enquiry, Trace]]) -> bool:
    """Stores traces in the transaction that stores their enquiries; False where an answer to the challenge was used.

    The answer belongs to whichever enquiry was stored with it first: that is what makes it count once.
    """
    left = list(traces)
    rows = [(enquiry.pk, trace.sender, trace.words) for enquiry, trace in left]
    insert_values(SpamTrace, ("enquiry", "sender", "words"), rows)
    used = [
        UsedChallenge(digest=trace.solution.digest, expires_at=trace.solution.expires_at, enquiry=enquiry)
        for enquiry, trace in left
        if trace.solution.verdict == "solved"
    ]
    # In one order everywhere: two that bring the same wait for one another, never in a circle.
    used.sort(key=lambda each: each.digest)
    return insert(used, known_stay=True) == len(used)


def letter_of(enquiry: Enquiry | EnquiryData) -> Letter:
    """What the reading layers see of an enquiry."""
    try:
        answers = [value for answer in read_answers(enquiry.answers) for value in answer.values]
    except ValueError:
        answers = []
    texts = (enquiry.condition, enquiry.message, *answers)
    return Letter(enquiry.name, enquiry.email, "\n".join(text for text in texts if text))


def _make_trace(data: EnquiryData, evidence: Evidence, today: date, salt: Callable[[], str]) -> Trace | None:
    try:
        # Asked for without an address, too: the layers look for what was seen before beside the day's salt.
        days = salt()
        sender = sender_fingerprint(evidence.ip, days) if evidence.ip else ""
        asked = evidence.answers_our_challenge and not challenge.is_on()
        solution = altcha.check_answer(evidence.captcha if asked else "")
        return Trace(today, sender, words_fingerprint(letter_of(data).text), solution)
    except Exception as error:
        logger.error("No trace could be made of an enquiry: %s", type(error).__name__)
        return None


def _salt_of(today: date) -> str:
    for (salt,) in _SALT.rows(day=today):
        return str(salt)
    row, created = DailySalt.objects.get_or_create(day=today, defaults={"salt": secrets.token_hex(32)})
    if created:
        over = timezone.now() - DailySalt.KEPT
        DailySalt.objects.filter(day__lt=over.date()).delete()
        SpamTrace.objects.filter(at__lt=over).exclude(sender="").update(sender="")
        UsedChallenge.objects.filter(expires_at__lt=timezone.now()).delete()
    return row.salt
