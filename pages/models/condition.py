"""The conditions that the clinic speaks of, with their other names and codes."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from ..classifications import check_code
from ..sentences import Refusal


class ConditionQuerySet(models.QuerySet["Condition"]):
    """Reads of the conditions."""

    def called(self, name: str) -> Self:
        """Those whose name, or one of whose other names, is this one; case does not matter."""
        wanted = name.strip().lower()
        ids = [
            condition.pk
            for condition in self
            if wanted in {condition.name.lower(), *(other.lower() for other in condition.other_names)}
        ]
        return self.filter(pk__in=ids)


class Condition(index.Indexed, ClusterableModel):
    """A condition under the name that the clinic uses for it."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("short name in addresses"), max_length=160, unique=True)
    synonyms = models.TextField(
        _("other names"), blank=True, help_text=_("One a line. Visitors find the condition by these too.")
    )
    summary = models.TextField(_("in one sentence"), blank=True, help_text=_("For lists and search results."))

    objects = ConditionQuerySet.as_manager()

    panels = [
        TitleFieldPanel("name", placeholder=False),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("synonyms"),
        InlinePanel("codes", label=_("Code"), heading=_("Codes")),
    ]

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("synonyms"),
        index.AutocompleteField("synonyms"),
    ]

    @property
    def other_names(self) -> list[str]:
        """The synonyms, one an item, each once whatever its case, without the name itself."""
        names: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.synonyms.splitlines())):
            names.setdefault(line.casefold(), line)
        names.pop(self.name.strip().casefold(), None)
        return list(names.values())

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["name"]  # by name alone: modelcluster sorts in Python and knows no expressions

    def __str__(self) -> str:
        return self.name


class ConditionCode(Orderable):
    """A condition's code in one classification."""

    class System(models.TextChoices):
        """The classifications that Citewell knows, with the names that schema.org readers expect."""

        ICD_10_CM = "ICD-10-CM", "ICD-10-CM"
        ICD_11 = "ICD-11", "ICD-11"
        SNOMED_CT = "SNOMED CT", "SNOMED CT"

    condition = ParentalKey(Condition, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(_("system"), max_length=12, choices=System)
    code = models.CharField(_("code"), max_length=20)
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("Such as 2026."))

    panels = [FieldRowPanel([FieldPanel("system"), FieldPanel("code"), FieldPanel("version")])]

    def clean(self) -> None:
        """Refuse a code that does not have its system's form, beside the code."""
        super().clean()
        if not self.code:
            return  # that it is missing is said already
        try:
            check_code(self.system, self.code)
        except Refusal as refusal:
            raise ValidationError({"code": _(refusal.text)}) from refusal

    class Meta(Orderable.Meta):
        verbose_name = _("condition code")
        verbose_name_plural = _("condition codes")
        constraints = [
            models.UniqueConstraint(fields=["condition", "system", "code"], name="condition_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"
