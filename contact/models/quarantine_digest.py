"""That the managers were told of the quarantine on a day. What they are told is made when it is sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuarantineDigest(models.Model):
    """One day's digest: what its mails are about, so that no day has two."""

    day = models.DateField(_("day"), unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("digest of the quarantine")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)
