"""Who saw or changed which enquiry, and when. Outlives the enquiry and the account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnly, AppendOnlyQuerySet


class AccessLogQuerySet(AppendOnlyQuerySet):
    """How the log is asked."""

    def viewers_of(self, enquiry_id: int) -> list[dict[str, Any]]:
        """Who opened an enquiry, whoever did last first: user name, how often, when last; no more than ten."""
        seen = self.filter(enquiry_id=enquiry_id, action=AccessLog.Action.VIEW).order_by().values("actor_name")
        return list(seen.annotate(times=models.Count("pk"), last=models.Max("at")).order_by("-last", "actor_name")[:10])

    def about(self, enquiry_ids: Iterable[int]) -> AccessLogQuerySet:
        """The lines that name one of these enquiries, alone or in a list that was shown."""
        wanted = list(enquiry_ids)
        if connection.vendor == "sqlite":
            listed = "EXISTS (SELECT 1 FROM json_each(enquiry_ids) WHERE value IN (%s))"
        else:
            listed = "EXISTS (SELECT 1 FROM jsonb_array_elements_text(enquiry_ids) AS each WHERE each::bigint IN (%s))"
        places = ", ".join(["%s"] * len(wanted)) or "NULL"
        in_a_list = RawSQL(listed % places, wanted, output_field=models.BooleanField())  # noqa: S611
        return self.filter(models.Q(enquiry_id__in=wanted) | models.Q(in_a_list))


class AccessLog(AppendOnly):
    """One access. Enquiries are named by id, not by a foreign key: the log of an erased enquiry stays."""

    class Action(models.TextChoices):
        LIST = "list", _("Listed")
        SEARCH = "search", _("Searched")
        VIEW = "view", _("Opened")
        UNMASK = "unmask", _("Contact data shown")
        CHANGE = "change", _("Changed")
        REPORT = "report", _("Report read")
        EXPORT = "export", _("Exported")
        ANONYMISE = "anonymise", _("Anonymised")
        DELETE = "delete", _("Deleted")
        FIND_PERSON = "find_person", _("Looked for by address")
        EXPORT_PERSON = "export_person", _("Handed out to the person")
        ERASE_PERSON = "erase_person", _("Erased for the person")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    actor_name = models.CharField(_("who"), max_length=150)
    action = models.CharField(_("what"), max_length=16, choices=Action.choices)
    enquiry_id = models.BigIntegerField(_("enquiry"), null=True, db_index=True)
    enquiry_ids = models.JSONField(_("enquiries"), default=list, help_text=_("Those shown in a list"))
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    objects: ClassVar[AccessLogQuerySet] = AccessLogQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
