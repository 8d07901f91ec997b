"""Filters of the list that somebody keeps for later, alone or for all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Whose filters are whose."""

    def for_user(self, user: Any) -> SavedFilterQuerySet:
        """This user's own, and those that others share."""
        return self.filter(models.Q(owner=user) | models.Q(is_shared=True)).select_related("owner")

    def removable_by(self, user: Any) -> SavedFilterQuerySet:
        """This user's own; an administrator tidies up after others too."""
        return self.for_user(user) if user.is_superuser else self.filter(owner=user)


class SavedFilter(models.Model):
    """A tab and filters under a name. What was searched for is never in it: it would be a patient's name in clear."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=60)
    tab = models.CharField(max_length=12, blank=True, editable=False)
    query = models.CharField(max_length=1000, blank=True, editable=False)
    is_shared = models.BooleanField(_("shared with all enquiry managers"), default=False)

    objects: ClassVar[SavedFilterQuerySet] = SavedFilterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_saved_filter_of_a_name")]

    def __str__(self) -> str:
        return self.name
