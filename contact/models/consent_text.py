"""The words a visitor agreed to, kept as they were."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def consent_version(text: str) -> str:
    """The name of a consent text: a fingerprint of its words, the same in the form and in the database."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class ConsentText(models.Model):
    """One version of a consent text. An enquiry points to the version its visitor saw; a page's text may move on."""

    version = models.CharField(_("version"), max_length=16, unique=True)
    text = models.TextField(_("text"))
    first_used_at = models.DateTimeField(_("first used"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")

    def __str__(self) -> str:
        return self.version
