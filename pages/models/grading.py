"""Grading schemes: what a letter or level means, and where that is laid down."""

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel
from wagtail.models import Orderable, PreviewableMixin
from wagtail.search import index

from ..grading.pairs import GradeRule, SchemeData, read_levels
from ..grading.picture import Strength, read_strengths


class GradeSchemeQuerySet(models.QuerySet["GradeScheme"]):
    """Reads of the schemes."""

    def with_levels(self) -> Self:
        """Bring grades, levels of certainty and where each scheme is laid down."""
        return self.select_related("reference").prefetch_related("grades", "certainties")


class GradeScheme(PreviewableMixin, index.Indexed, ClusterableModel):
    """A named scheme. A grade means nothing without the one that it belongs to."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.TextField(
        _("what it grades"), blank=True, help_text=_("A sentence or two for readers, above the definitions.")
    )
    reference = models.ForeignKey(
        "citewell_pages.Reference",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where it is laid down"),
        help_text=_("Named below the definitions, so that readers can look them up."),
    )

    objects = GradeSchemeQuerySet.as_manager()

    panels = [
        TitleFieldPanel("name", placeholder=False),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("reference"),
        InlinePanel(
            "grades",
            label=_("Grade"),
            heading=_("Grades, strongest first"),
            help_text=_("The arrows put them in order; the preview shows them as readers will see them."),
        ),
        InlinePanel(
            "certainties",
            label=_("Level"),
            heading=_("Levels of certainty, highest first"),
            help_text=_("Leave them out where the scheme has none."),
        ),
    ]

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    @property
    def codes(self) -> str:
        """Its grades in one line."""
        return ", ".join(grade.code for grade in self.grades.all())

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """A table with a row for each grade."""
        return "citewell/pages/grade_scheme_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Add `table`, with a row for each grade as it is typed."""
        from ..examples import scheme_table  # which knows the models

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | {"table": scheme_table(self)}

    @cached_property
    def as_data(self) -> SchemeData:
        """The scheme as plain values, by which pairs of grade and certainty are checked."""
        rules = (GradeRule(grade.code, read_levels(grade.only_with), grade.why) for grade in self.grades.all())
        return SchemeData(self.name, tuple(rules), tuple(level.label for level in self.certainties.all()))

    @cached_property
    def strengths(self) -> dict[int, Strength]:
        """How strong each of its grades is, by the grade's id."""
        grades = list(self.grades.all())
        found = read_strengths([(grade.strength, grade.stance) for grade in grades])
        return {grade.pk: strength for grade, strength in zip(grades, found, strict=True)}

    class Meta:
        verbose_name = _("grading scheme")
        verbose_name_plural = _("grading schemes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grade(Orderable):
    """A grade, such as "B", with its meaning, its strength within the scheme, and the certainty that it is given at."""

    class Stance(models.TextChoices):
        """What the grade says of a treatment."""

        FOR = "for", _("Speaks for it")
        AGAINST = "against", _("Speaks against it")
        UNKNOWN = "unknown", _("Says that it cannot be told")

    scheme = ParentalKey(GradeScheme, on_delete=models.CASCADE, related_name="grades")
    code = models.CharField(_("grade"), max_length=20)
    meaning = models.CharField(_("in a few words"), max_length=120, help_text=_("Stands beside the grade."))
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("In full, for who wants to know; one click away from the grade.")
    )
    strength = models.PositiveSmallIntegerField(
        _("strength"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(20)],
        help_text=_("Bars in its picture. Leave it empty in every grade to go by their order."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=8,
        choices=Stance,
        default=Stance.FOR,
        help_text=_("Bars stand for what it speaks for, hang for what it speaks against, and are dotted otherwise."),
    )
    only_with = models.CharField(
        _("only at this certainty"),
        max_length=200,
        blank=True,
        help_text=_("Levels of this scheme, apart by commas. Any other is pointed out. Empty means any."),
    )
    why = models.CharField(
        _("why only then"),
        max_length=300,
        blank=True,
        help_text=_("Said to editors who pair them otherwise, such as: An A needs high certainty."),
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("meaning")]),
        FieldPanel("definition"),
        FieldRowPanel([FieldPanel("strength"), FieldPanel("stance")]),
        FieldRowPanel([FieldPanel("only_with"), FieldPanel("why")]),
    ]

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
