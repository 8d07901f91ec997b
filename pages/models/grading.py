"""Grading schemes: what a letter or level means, and where that is laid down."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index


class GradeScheme(index.Indexed, ClusterableModel):
    """A named scheme. A grade means nothing without the one that it belongs to."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.TextField(_("what it grades"), blank=True)
    reference = models.ForeignKey(
        "citewell_pages.Reference",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where it is laid down"),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("reference"),
        InlinePanel("grades", label=_("Grade"), heading=_("Grades, strongest first")),
        InlinePanel("certainties", label=_("Level"), heading=_("Levels of certainty, highest first")),
    ]

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("grading scheme")
        verbose_name_plural = _("grading schemes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grade(Orderable):
    """A grade, such as "B", with its meaning."""

    scheme = ParentalKey(GradeScheme, on_delete=models.CASCADE, related_name="grades")
    code = models.CharField(_("grade"), max_length=20)
    meaning = models.CharField(_("in a few words"), max_length=120, help_text=_("Stands beside the grade."))
    definition = models.TextField(_("definition"), blank=True)

    panels = [FieldRowPanel([FieldPanel("code"), FieldPanel("meaning")]), FieldPanel("definition")]

    class Meta(Orderable.Meta):
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="grade_once_in_scheme")]

    def __str__(self) -> str:
        return f"{self.code} · {self.meaning}"


class Certainty(Orderable):
    """A level of certainty, such as "moderate", with its meaning."""

    scheme = ParentalKey(GradeScheme, on_delete=models.CASCADE, related_name="certainties")
    label = models.CharField(_("level"), max_length=60)
    definition = models.TextField(_("definition"), blank=True)

    panels = [FieldPanel("label"), FieldPanel("definition")]

    class Meta(Orderable.Meta):
        verbose_name = _("level of certainty")
        verbose_name_plural = _("levels of certainty")
        constraints = [models.UniqueConstraint(fields=["scheme", "label"], name="certainty_once_in_scheme")]

    def __str__(self) -> str:
        return self.label
