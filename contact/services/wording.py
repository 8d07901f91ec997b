"""Changing the words of a mail, and going back to the default ones. Each is in Wagtail's log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..mail_kinds import KINDS
from ..models import MailText
from .composing import default_words


class WordsChangedMeanwhileError(Exception):
    """Somebody else changed the same mail; `now` is what it says, None for the default words."""

    def __init__(self, now: MailText | None) -> None:
        super().__init__()
        self.now = now


def save_words(*, words: MailText, seen: str, by: Any) -> bool:
    """Stores the words of a mail, validated before; the default ones are not stored, so that they follow new versions.

    `seen` is the version that was changed, see `words_version`. Returns whether anything changed. Raises
    WordsChangedMeanwhileError.
    """
    default = default_words(kind=KINDS[words.kind], language=words.language or settings.LANGUAGE_CODE)
    text = "\n".join(words.text.splitlines()).strip()
    if (words.subject, text, words.html.strip()) == (default.subject, default.text, ""):
        return reset_words(words=words, seen=seen, by=by)
    with transaction.atomic():
        now = _now(words, seen)
        if now is not None and (now.subject, now.text, now.html) == (words.subject, text, words.html):
            return False
        saved, _created = MailText.objects.update_or_create(
            site=words.site,
            kind=words.kind,
            language=words.language,
            defaults={
                "subject": words.subject,
                "text": text,
                "html": words.html,
                "changed_at": timezone.now(),
                "changed_by": by,
            },
        )
        log(instance=saved, action="wagtail.edit", user=by)
    return True


def reset_words(*, words: MailText, seen: str, by: Any) -> bool:
    """Goes back to the default words. Returns whether there were others. Raises WordsChangedMeanwhileError."""
    with transaction.atomic():
        now = _now(words, seen)
        if now is None:
            return False
        log(instance=now, action="wagtail.delete", user=by)
        now.delete()
    return True


def words_version(words: MailText | None) -> str:
    """Names what a mail says now, for a form; empty for the default words."""
    return words.changed_at.isoformat() if words is not None else ""


def _now(words: MailText, seen: str) -> MailText | None:
    same = MailText.objects.select_for_update().filter(site=words.site, kind=words.kind, language=words.language)
    now = same.first()
    if words_version(now) != seen:
        raise WordsChangedMeanwhileError(now)
    return now
