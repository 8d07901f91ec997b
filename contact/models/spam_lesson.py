"""What the learning filter has learned from staff: counts of keyed tokens, which tell no words without the key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .enquiry import Enquiry
from .fields import EncryptedTextField


class SpamFilter(models.Model):
    """The one row of the filter: its key, sealed like any other text, and how many lessons it had.

    The key is made by chance at the first lesson and never changes, so that the counts outlive every data key: a
    rotation seals it anew.
    """

    ONLY = 1

    key = EncryptedTextField(max_length=64)
    spam = models.PositiveIntegerField(default=0)
    genuine = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.spam} spam, {self.genuine} genuine"


class SpamToken(models.Model):
    """In how many spam and how many genuine enquiries a token stood. Stays when these are deleted: it names none."""

    token = models.BigIntegerField(unique=True)
    spam = models.PositiveIntegerField(default=0)
    genuine = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class SpamLesson(models.Model):
    """That an enquiry was counted, as what, and with which tokens, so that it counts once and can be taken back
    exactly; and the fingerprint of its words, by which the same are known again. Goes with the enquiry."""

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, related_name="spam_lesson")
    is_spam = models.BooleanField()
    tokens = models.JSONField(default=list)
    words = models.CharField(max_length=32, blank=True, default="", db_default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["words"], condition=Q(is_spam=True), name="spam_lesson_words")]

    def __str__(self) -> str:
        return str(self.pk)
