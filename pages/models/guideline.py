"""Guidelines and what they recommend, kept once and shown wherever a page asks for them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from ..grading.pairs import Reason, check_range
from ..succession import follow_to_end
from ..widgets import Checkboxes, ChosenReferences, SelectByScheme
from .gone import Forgiving


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    """Reads of the guidelines."""

    def with_rows(self) -> Self:
        """Bring all that a table shows, in a number of queries that does not grow with it."""
        return self.select_related("reference", "scheme__reference", "superseded_by").prefetch_related(
            "recommendations__grade__scheme",
            "recommendations__certainty_from",
            "recommendations__certainty_to",
            "recommendations__conditions",
            "recommendations__further_citations",
            "scheme__grades",
            "scheme__certainties",
        )


class Guideline(Forgiving, index.Indexed, RevisionMixin, ClusterableModel):
    """A published guideline, with its recommendations as rows."""

    title = models.CharField(_("title"), max_length=300)
    short_title = models.CharField(
        _("short title"),
        max_length=120,
        blank=True,
        help_text=_("For captions. The title where it is empty."),
    )
    reference = models.ForeignKey(
        "citewell_pages.Reference",
        on_delete=models.PROTECT,
        related_name="guidelines",
        verbose_name=_("publication"),
        help_text=_("Every row cites it."),
    )
    organisations = models.TextField(_("issued by"), blank=True, help_text=_("One organisation a line."))
    scheme = models.ForeignKey(
        "citewell_pages.GradeScheme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guidelines",
        verbose_name=_("grading scheme"),
    )
    published = models.CharField(_("published"), max_length=10, blank=True, help_text=_("Year, or a full date."))
    review_expected = models.DateField(_("review expected"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    objects = GuidelineQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("reference"),
        FieldPanel("organisations"),
        FieldPanel("scheme"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("published"), FieldPanel("review_expected")]),
                FieldPanel("superseded_by"),
            ],
            heading=_("How current it is"),
        ),
        InlinePanel("recommendations", label=_("Recommendation"), heading=_("Recommendations")),
    ]

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("short_title"),
        index.SearchField("organisations"),
    ]

    api_fields = [
        APIField(name, writable=True)
        for name in (
            "title",
            "short_title",
            "reference",
            "organisations",
            "scheme",
            "published",
            "review_expected",
            "superseded_by",
            "recommendations",
        )
    ]

    @property
    def name(self) -> str:
        """The short title, or the title."""
        return self.short_title or self.title

    @property
    def issuers(self) -> list[str]:
        """The issuing organisations, one an item."""
        return [line.strip() for line in self.organisations.splitlines() if line.strip()]

    @property
    def implied_scheme_id(self) -> int | None:
        """The scheme that all grades of its rows are of, where it names none itself; else None."""
        if self.scheme_id is not None:
            return None
        used = {row.grade.scheme_id for row in self.recommendations.all() if row.grade}
        return used.pop() if len(used) == 1 else None

    @property
    def successor(self) -> "Guideline | None":
        """The guideline at the end of the chain of those that superseded it; None where it stands itself."""
        chain = follow_to_end(self, lambda guideline: guideline.superseded_by)
        return chain[-1] if chain else None

    def would_circle(self, successor: "Guideline") -> bool:
        """Whether the successor is this guideline, or leads back to it."""
        return self in [successor, *follow_to_end(successor, lambda guideline: guideline.superseded_by)]

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.name


class Recommendation(Forgiving, ClusterableModel, Orderable):
    """One row: for whom, what, how strongly, on what evidence."""

    class Direction(models.TextChoices):
        """Whether the guideline is for the intervention or against it."""

        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        NEITHER = "neither", _("Neither for nor against")

    guideline = ParentalKey(Guideline, on_delete=models.CASCADE, related_name="recommendations")
    population = models.CharField(
        _("condition, as published"), max_length=300, help_text=_("In the guideline's own words.")
    )
    conditions = ParentalManyToManyField(
        "citewell_pages.Condition",
        blank=True,
        related_name="recommendations",
        verbose_name=_("conditions"),
        help_text=_("What it speaks of in our own list, so that pages can pick this row."),
    )
    intervention = models.CharField(_("intervention"), max_length=300, blank=True)
    statement = models.TextField(_("statement, as published"), blank=True)
    plain_wording = models.TextField(_("in plain words"), blank=True, help_text=_("What readers see."))
    grade = models.ForeignKey("citewell_pages.Grade", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    certainty_from = models.ForeignKey(
        "citewell_pages.Certainty",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certainty"),
    )
    certainty_to = models.ForeignKey(
        "citewell_pages.Certainty",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("up to"),
        help_text=_("Only where the guideline gives a range."),
    )
    strength = models.CharField(
        _("strength of the evidence, as published"),
        max_length=60,
        blank=True,
        help_text=_("Such as moderate."),
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.FOR)
    regimen = models.CharField(_("regimen"), max_length=300, blank=True)
    time_horizon = models.CharField(
        _("time horizon"), max_length=120, blank=True, help_text=_("How long the effect was followed.")
    )
    locator = models.CharField(_("where in the publication"), max_length=60, blank=True, help_text=_("Such as p. 530."))
    further_citations = ParentalManyToManyField(
        "citewell_pages.Reference", blank=True, related_name="+", verbose_name=_("further sources")
    )
    pair_note = models.TextField(
        _("note on grade and certainty"),
        blank=True,
        help_text=_("Why they stand together although the scheme does not pair them. Readers do not see it."),
    )

    panels = [
        FieldPanel("population"),
        FieldPanel("conditions", widget=Checkboxes),
        FieldPanel("intervention"),
        FieldPanel("plain_wording"),
        FieldPanel("statement"),
        FieldPanel("grade", widget=SelectByScheme),
        FieldRowPanel([FieldPanel("strength"), FieldPanel("direction")]),
        FieldRowPanel(
            [FieldPanel("certainty_from", widget=SelectByScheme), FieldPanel("certainty_to", widget=SelectByScheme)]
        ),
        HelpPanel(template="citewell/pages/admin/pair_warning.html"),
        FieldPanel("pair_note"),
        FieldRowPanel([FieldPanel("regimen"), FieldPanel("time_horizon")]),
        FieldPanel("locator"),
        FieldPanel("further_citations", widget=ChosenReferences),
    ]

    api_fields = [
        APIField(name, writable=True)
        for name in (
            "population",
            "conditions",
            "intervention",
            "statement",
            "plain_wording",
            "grade",
            "certainty_from",
            "certainty_to",
            "strength",
            "direction",
            "regimen",
            "time_horizon",
            "locator",
            "further_citations",
            "pair_note",
        )
    ]

    @property
    def certainty(self) -> str:
        """The level of certainty in words, a range as "low to moderate"; '' where none is given."""
        ends = [str(level) for level in (self.certainty_from, self.certainty_to) if level]
        return " – ".join(ends)

    @property
    def pair_reasons(self) -> list[Reason]:
        """Why its scheme does not give this grade at this certainty: odd, not forbidden. Empty where it does."""
        scheme = self.guideline.scheme if self.guideline_id else None
        scheme = scheme or (self.grade.scheme if self.grade else None)
        if scheme is None or self.grade is None:
            return []
        used = [entry for entry in (self.grade, self.certainty_from, self.certainty_to) if entry]
        strangers = [entry for entry in used if entry.scheme_id != scheme.pk]
        if strangers:
            return [Reason("stranger", {"entry": str(entry), "scheme": scheme.name}) for entry in strangers]
        levels = [level.label if level else "" for level in (self.certainty_from, self.certainty_to)]
        return check_range(scheme.as_data, self.grade.code, *levels)

    @property
    def pair_warnings(self) -> list[str]:
        """The reasons in words."""
        return [gettext(reason.text).format(**reason.values).strip() for reason in self.pair_reasons]

    class Meta(Orderable.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self) -> str:
        return self.population
