"""What changed of what the public reads, as front ends and caches are told of it."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The events of the webhooks. What they are called is a contract with other people's programs."""

    PUBLISHED = "page.published", _("A page was published")
    UNPUBLISHED = "page.unpublished", _("A page was taken down or restricted")
    MOVED = "page.moved", _("A page got another address")
    DELETED = "page.deleted", _("A page was deleted")
    REFERENCE = "reference.changed", _("A source changed")
    GUIDELINE = "guideline.changed", _("A guideline or its rows changed")
    SITE = "site.changed", _("Something that pages share changed")


class ContentChange(models.Model):
    """One change. What is shared tells its pages when it is sent; a page tells the addresses it had and has.

    `paths` and `keys` are kept where they could not be found later.
    """

    event = models.CharField(max_length=20, choices=Event)
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    paths = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def read_object(self) -> Any:
        """Return what changed, None once it is gone."""
        try:
            return apps.get_model(self.model)._default_manager.get(pk=self.object_id)
        except ObjectDoesNotExist:
            return None

    def __str__(self) -> str:
        return f"{self.event} {self.model} {self.object_id}"
