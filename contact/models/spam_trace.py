"""What the layers against spam remember of an enquiry in order to know its like again: keyed fingerprints only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enquiry import Enquiry
from .fields import EncryptedTextField


class CountOf(models.Subquery):
    """How many rows a query has, as a column of another; the query may be cut off, so that no more are read."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


class SpamTraceQuerySet(models.QuerySet["SpamTrace"]):
    """How traces are asked for."""

    def of_sender(self, sender: str, since: datetime) -> SpamTraceQuerySet:
        """Those from the same address; none for no address."""
        return self.filter(sender=sender, at__gte=since).exclude(sender="")

    def of_words(self, words: str) -> SpamTraceQuerySet:
        """Those of the same message; none for a message too short to have a fingerprint."""
        return self.filter(words=words).exclude(words="")


class SpamTrace(models.Model):
    """The fingerprints of one enquiry's sender, for a day or two, and of its message, as long as it is kept."""

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, related_name="spam_trace")
    sender = models.CharField(max_length=32, blank=True)
    words = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SpamTraceQuerySet] = SpamTraceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["sender", "at"], name="spam_trace_sender"),
            models.Index(fields=["words"], name="spam_trace_words"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DailySalt(models.Model):
    """What the addresses of one day are hashed with. Chance, and deleted after two days: then nobody can try out which
    address it was, not even with the keys."""

    KEPT: ClassVar = timedelta(days=2)

    day = models.DateField(_("day"), unique=True)
    salt = EncryptedTextField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class UsedChallenge(models.Model):
    """A solved challenge that was handed in: the unique row is what makes a second time known, in parallel too."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    # Whose answer it is: stored in the same transaction, so that of two that came at once one has it.
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, null=True, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
