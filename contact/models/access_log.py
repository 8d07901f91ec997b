"""Who saw or changed which enquiry, and when. Outlives the enquiry and the account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnly


class AccessLog(AppendOnly):
    """One access. Enquiries are named by id, not by a foreign key: the log of an erased enquiry stays."""

    class Action(models.TextChoices):
        LIST = "list", _("Listed")
        SEARCH = "search", _("Searched")
        VIEW = "view", _("Opened")
        CHANGE = "change", _("Changed")
        EXPORT = "export", _("Exported")
        ANONYMISE = "anonymise", _("Anonymised")
        DELETE = "delete", _("Deleted")
        FIND_PERSON = "find_person", _("Looked for by address")
        EXPORT_PERSON = "export_person", _("Handed out to the person")
        ERASE_PERSON = "erase_person", _("Erased for the person")

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=16, choices=Action.choices)
    enquiry_id = models.BigIntegerField(null=True, db_index=True)
    enquiry_ids = models.JSONField(default=list, help_text=_("Those shown in a list"))
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
