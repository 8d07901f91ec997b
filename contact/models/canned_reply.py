"""Replies that staff write once and use often."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel

from ..placeholders import NAMES, unknown


def validate_placeholders(text: str) -> None:
    """Raises ValidationError for a placeholder that would reach the visitor as it is."""
    if names := unknown(text):
        words = _("There is no placeholder {%(name)s}. There are: %(known)s.")
        known = ", ".join(f"{{{name}}}" for name in NAMES)
        raise ValidationError(words, params={"name": names[0], "known": known}, code="placeholder")


class CannedReply(models.Model):
    """A subject and a text with placeholders. Holds nothing of any visitor."""

    title = models.CharField(_("title"), max_length=80, help_text=_("What colleagues choose it by."))
    subject = models.CharField(
        _("subject"),
        max_length=150,
        validators=[validate_placeholders],
        help_text=_("Of the mail. Other people see subjects over a shoulder: name no condition in it."),
    )
    text = models.TextField(_("text"), max_length=5000, validators=[validate_placeholders])

    panels: list[Any] = [
        HelpPanel(
            content=_(
                "Write {name} for the visitor's name, {receipt} for the receipt, {clinic} for the name of the site and "
                "{staff} for your own name. They are filled in when the reply is used."
            )
        ),
        FieldPanel("title"),
        FieldPanel("subject"),
        FieldPanel("text"),
    ]

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
