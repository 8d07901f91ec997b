"""What reports count of an enquiry: keyed marks in place of words, and how far it came. Holds nothing in clear."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .enquiry import Enquiry
from .fields import EncryptedTextField

MARKED = ("condition", "campaign", "referrer", "source_page")
"""The columns that hold a mark."""


class FigureLabelQuerySet(models.QuerySet["FigureLabel"]):
    """How labels are asked for."""

    def unused(self) -> FigureLabelQuerySet:
        """Those that no enquiry bears any more."""
        bearing = [models.Exists(EnquiryFigures.objects.filter(**{column: models.OuterRef("pk")})) for column in MARKED]
        found: FigureLabelQuerySet = self
        for borne in bearing:
            found = found.filter(~borne)
        return found


class FigureLabel(models.Model):
    """A word of a report (a condition, a campaign, a site, a page), sealed, under its keyed mark."""

    mark = models.BigIntegerField(primary_key=True)
    words = EncryptedTextField(max_length=200)

    objects: ClassVar[FigureLabelQuerySet] = FigureLabelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.mark)


class EnquiryFigures(models.Model):
    """The figures of one enquiry. A mark that is null says that nothing was said."""

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, primary_key=True, related_name="figures")
    condition = models.BigIntegerField(null=True)
    campaign = models.BigIntegerField(null=True)
    referrer = models.BigIntegerField(null=True)
    source_page = models.BigIntegerField(null=True)
    contacted_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    client_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # In open hours, by the hours of the day on which it was answered: no database knows them.
    waited = models.DurationField(null=True)
    brought_back_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        # The list is narrowed down by a mark; an erasure asks whether anybody still bears it.
        indexes = [models.Index(fields=[column], name=f"figures_{column}") for column in MARKED]

    def __str__(self) -> str:
        return str(self.pk)
