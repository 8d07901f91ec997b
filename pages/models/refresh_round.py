"""How far the background is with making anew what a change ended: one row, for the panel in the admin."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALIVE = timedelta(seconds=60)
"""So long without a word and the process that made them is taken to have ended."""


class RefreshRoundManager(models.Manager["RefreshRound"]):
    """Writes and reads the one row."""

    def note(self, *, done: int, total: int) -> None:
        """Write how far it is."""
        self.update_or_create(pk=1, defaults={"done": done, "total": total, "noted_at": timezone.now()})

    def read_present(self) -> Any:
        """Return the round that goes on at present, None where there is none."""
        since = timezone.now() - ALIVE
        return self.filter(done__lt=models.F("total"), noted_at__gt=since).first()


class RefreshRound(models.Model):
    """A round: `done` of `total` answers were looked at."""

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    noted_at = models.DateTimeField()

    objects = RefreshRoundManager()

    class Meta:
        verbose_name = _("round of refreshing")
        verbose_name_plural = _("rounds of refreshing")

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
