"""A question that staff added to a form. What counts as an answer to it stands in `contact.answers`."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class ExtraQuestion(Orderable):
    """One question of one contact page, in the order of the form."""

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", _("Short text")
        LONG_TEXT = "long_text", _("Long text")
        ONE_CHOICE = "one_choice", _("One of several answers")
        SEVERAL_CHOICES = "several_choices", _("Any number of several answers")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")

    WITH_CHOICES = (Kind.ONE_CHOICE, Kind.SEVERAL_CHOICES)
    MOST_CHOICES = 30

    page = ParentalKey("citewell_contact.ContactPage", on_delete=models.CASCADE, related_name="extra_questions")
    uuid = models.UUIDField(default=uuid4, editable=False)
    label = models.CharField(
        _("question"), max_length=200, help_text=_("As the visitor reads it. Ask only what you need for the answer.")
    )
    kind = models.CharField(_("kind of answer"), max_length=16, choices=Kind.choices, default=Kind.SHORT_TEXT)
    required = models.BooleanField(
        _("must be answered"),
        default=False,
        help_text=_("Each question that must be answered costs enquiries: use it where you cannot do without."),
    )
    choices = models.TextField(
        _("answers to choose from"), blank=True, help_text=_("One on each line. Only for the kinds that offer answers.")
    )
    help_text = models.CharField(
        _("hint"),
        max_length=300,
        blank=True,
        help_text=_("Shown below the question, for example what would be useful."),
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("required")]),
        FieldPanel("choices"),
        FieldPanel("help_text"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """A name that stays when the words change; what JSON clients answer under."""
        return self.uuid.hex[:12]

    @property
    def choice_list(self) -> list[str]:
        """The answers to choose from, each once; none where the kind offers none."""
        if self.kind not in self.WITH_CHOICES:
            return []
        return list(dict.fromkeys(" ".join(line.split()) for line in self.choices.splitlines() if line.strip()))

    @property
    def field_name(self) -> str:
        """What the form calls it."""
        return f"question_{self.key}"

    def clean(self) -> None:
        """Raises ValidationError where there is nothing to choose from, too much, or more than can be kept."""
        if self.kind not in self.WITH_CHOICES:
            return
        if not 2 <= len(self.choice_list) <= self.MOST_CHOICES:
            words = _("Write between 2 and %(most)s answers, one on each line.")
            raise ValidationError({"choices": words % {"most": self.MOST_CHOICES}})
        if max(map(len, self.choice_list)) > 200:
            raise ValidationError({"choices": _("Keep each answer to 200 characters.")})
