"""The learning filter on this site's own lessons: what it thinks, why, and how a click of staff teaches it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from itertools import chain

from django.db.models import F
from django.db.models.functions import Greatest

from ..models import Enquiry, SpamFilter, SpamLesson, SpamToken
from ..prepared import Prepared
from ..spam.bayes import Counts, Opinion, opine, say_opinion
from ..spam.fingerprints import words_fingerprint
from ..spam.letter import Letter
from ..spam.tokens import tokens
from ..spam.verdicts import Said

_FILTER = Prepared(lambda: SpamFilter.objects.filter(pk=SpamFilter.ONLY).values_list("key", "spam", "genuine"))
_TOGETHER = 400
"""Tokens in one query: SQLite takes so many parameters everywhere."""


def judge_by_lessons(*, letters: Sequence[Letter]) -> list[Said]:
    """What the filter says of each letter."""
    return [say_opinion(*opinion) for opinion in opinions_about(letters=letters)]


def opinion_about(*, letter: Letter) -> tuple[Counts, Opinion]:
    """How many lessons there were and what they say about a letter; the telling tokens are its own words, in clear."""
    return opinions_about(letters=[letter])[0]


def opinions_about(*, letters: Sequence[Letter]) -> list[tuple[Counts, Opinion]]:
    """The same of several letters, which are asked for together."""
    found = _FILTER.rows()
    if not found:
        return [(Counts(0, 0), Opinion(0.5, ()))] * len(letters)
    ((key, spam, genuine),) = found
    lessons = Counts(spam, genuine)
    numbered = [{_number(key, token): token for token in tokens(letter)} for letter in letters]
    counted = {each.token: Counts(each.spam, each.genuine) for each in _counted({*chain(*numbered)})}
    opinions = []
    for by_number in numbered:
        known = {token: counted[number] for number, token in by_number.items() if number in counted}
        opinions.append((lessons, opine(lessons, known)))
    return opinions


def teach(*, enquiry: Enquiry, letter: Letter, is_spam: bool) -> None:
    """Counts an enquiry as spam or as genuine; once, however often it is said, and moved when it is said otherwise.

    To be called in the transaction of the click.
    """
    row = _locked_filter()
    lesson = SpamLesson.objects.filter(enquiry=enquiry).first()
    if lesson is not None and lesson.is_spam == is_spam:
        return
    if lesson is None:
        numbers = sorted(_number(row.key, token) for token in tokens(letter))
        lesson = SpamLesson(enquiry=enquiry, tokens=numbers, words=words_fingerprint(letter.text))
    else:
        _count(lesson, -1)
    lesson.is_spam = is_spam
    lesson.save()
    _count(lesson, +1)


def unteach(*, enquiry: Enquiry) -> None:
    """Takes a lesson back; nothing happens where there was none."""
    _locked_filter()
    lesson = SpamLesson.objects.filter(enquiry=enquiry).first()
    if lesson is not None:
        _count(lesson, -1)
        lesson.delete()


def _locked_filter() -> SpamFilter:
    SpamFilter.objects.get_or_create(pk=SpamFilter.ONLY, defaults={"key": secrets.token_hex(32)})
    return SpamFilter.objects.select_for_update().get(pk=SpamFilter.ONLY)


def _count(lesson: SpamLesson, step: int) -> None:
    column = "spam" if lesson.is_spam else "genuine"
    more = {column: Greatest(F(column) + step, 0)}
    SpamFilter.objects.filter(pk=SpamFilter.ONLY).update(**more)
    for numbers in _parts(lesson.tokens):
        if step > 0:
            SpamToken.objects.bulk_create((SpamToken(token=number) for number in numbers), ignore_conflicts=True)
        SpamToken.objects.filter(token__in=numbers).update(**more)
    if step < 0:
        SpamToken.objects.filter(spam=0, genuine=0).delete()


def _counted(numbers: Iterable[int]) -> list[SpamToken]:
    return [row for part in _parts(sorted(numbers)) for row in SpamToken.objects.filter(token__in=part)]


def _parts(numbers: list[int]) -> Iterable[list[int]]:
    return (numbers[start : start + _TOGETHER] for start in range(0, len(numbers), _TOGETHER))


def _number(key: str, token: str) -> int:
    digest = hmac.digest(key.encode(), token.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return int.from_bytes(digest[:8], signed=True)
