"""What is the same on every page of a site: the clinic, its notices and its colours."""

import re
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Site

from ..colours import DEFAULT_ACCENT, DEFAULT_BRAND
from ..csl import styles
from ..rich_text.features import INLINE
from .review_way import ReviewFault, ReviewFaultPanel, find_review_fault

validate_colour = RegexValidator(
    re.compile(r"^#[0-9a-fA-F]{6}\Z"), _("Write a colour as # and six digits, such as #1f6f6b.")
)


GATES = ("gate_off_label", "gate_claims", "gate_sources", "gate_overdue", "gate_alt_text", "gate_pairs")


class Level(models.TextChoices):
    """What happens when a page that is to go live does not pass a gate."""

    OFF = "off", _("Nothing")
    WARNING = "warning", _("A warning")
    STOP = "stop", _("It cannot be published")


def _gate(label: Any, help_text: Any) -> models.CharField:
    return models.CharField(label, max_length=8, choices=Level, default=Level.WARNING, help_text=help_text)


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """The clinic's own facts."""

    # As Wagtail has it, but for the way back: a host project may have SiteSettings of its own.
    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, unique=True, db_index=True, editable=False, related_name="+"
    )
    clinic_name = models.CharField(_("name of the clinic"), max_length=160, blank=True)
    tagline = models.CharField(_("in a few words"), max_length=160, blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    hours = models.TextField(_("opening hours"), blank=True, help_text=_("One line a day or span of days."))
    emergency_notice = models.TextField(
        _("emergency notice"), blank=True, help_text=_("Shown on every page: what to do when it cannot wait.")
    )
    disclaimer = RichTextField(
        _("disclaimer"),
        blank=True,
        features=[feature for feature in INLINE if feature != "citation"],
        help_text=_("Shown below every condition page."),
    )
    citation_style = models.CharField(
        _("reference style"),
        max_length=8,
        choices=[(styles.AMA, _("AMA, 11th edition")), (styles.NLM, _("NLM (Vancouver)"))],
        default=styles.AMA,
        help_text=_("How every reference on the site is printed."),
    )
    merge_citation_ranges = models.BooleanField(
        _("merge numbers that follow one another"), default=True, help_text=_("Shows 1–3 in place of 1,2,3.")
    )
    show_source_notices = models.BooleanField(
        _("tell readers of corrections and retractions"),
        default=True,
        help_text=_("Says so beside a source in every list of references. The admin always says so."),
    )
    show_superseded = models.BooleanField(
        _("tell readers that a guideline was superseded"),
        default=True,
        help_text=_(
            "Says so above every table of it, with a link to the guideline that took its place. The admin always says"
            " so, and so does the guideline's own page."
        ),
    )
    requires_review = models.BooleanField(
        _("condition pages need a clinical review before they go live"),
        default=False,
        help_text=_(
            "Nobody can publish a condition page on their own then, not even an administrator. It is submitted to"
            " “Clinical review” and goes live when a clinical reviewer approves it."
        ),
    )
    gate_off_label = _gate(
        _("nothing is said of off-label use"),
        _("A condition page has no off-label notice, and nobody ticked that it needs none."),
    )
    gate_claims = _gate(
        _("a claim has no source"),
        _("A sentence states a number of an effect, a grade or how good the evidence is, and cites nothing."),
    )
    gate_sources = _gate(
        _("a source was retracted or doubted"),
        _("The page cites what was retracted, or what its journal has expressed concern about."),
    )
    gate_overdue = _gate(
        _("the review is overdue"),
        _("The day for the next review is over. Marking the page as reviewed is possible at any time."),
    )
    gate_alt_text = _gate(
        _("a picture is not described"),
        _("A picture has no text for people who cannot see it, and is not marked as decoration."),
    )
    gate_pairs = _gate(
        _("a grade stands at a certainty that its scheme does not give it"),
        _("A row of a table of your own pairs them, and no note says why. Published guidelines do it all the same."),
    )
    frontend_url = models.URLField(
        _("address of the front end"),
        blank=True,
        help_text=_(
            "Only where another program shows the site, which reads it over the API: https://www.clinic.example."
            " Previews open there, below /preview. Empty, this site shows them itself."
        ),
    )
    logo = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        default=DEFAULT_BRAND,
        validators=[validate_colour],
        help_text=_("Links, buttons and headings. Dark enough to read on white."),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[validate_colour],
        help_text=_("Small highlights."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("clinic_name"),
                    FieldPanel("tagline"),
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                    FieldPanel("hours"),
                ],
                heading=_("Clinic"),
            ),
            ObjectList([FieldPanel("emergency_notice"), FieldPanel("disclaimer")], heading=_("Notices")),
            ObjectList(
                [
                    FieldPanel("citation_style"),
                    FieldPanel("merge_citation_ranges"),
                    FieldPanel("show_source_notices"),
                    FieldPanel("show_superseded"),
                ],
                heading=_("Citations"),
            ),
            ObjectList(
                [
                    ReviewFaultPanel(),
                    FieldPanel("requires_review"),
                    MultiFieldPanel(
                        [FieldPanel(name) for name in GATES],
                        heading=_("What happens when, on a condition page …"),
                    ),
                ],
                heading=_("Publishing"),
            ),
            ObjectList(
                [
                    FieldPanel("logo"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("brand_colour"), FieldPanel("accent_colour")])],
                        heading=_("Colours"),
                    ),
                ],
                heading=_("Look"),
            ),
            ObjectList([FieldPanel("frontend_url")], heading=_("Front end")),
        ]
    )

    @property
    def review_fault(self) -> ReviewFault | None:
        """Why no condition page can go live although nothing is wrong with it."""
        return find_review_fault() if self.requires_review else None

    @property
    def name(self) -> str:
        """The clinic's name, or the site's where none is set."""
        return self.clinic_name or self.site.site_name or self.site.hostname

    @classmethod
    def for_site(cls, site: Any) -> Any:
        """Return the settings of the site, as Wagtail does; the site, whose name may stand in, is not read again."""
        found = super().for_site(site)
        found.site = site
        return found

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinic")

    def __str__(self) -> str:
        return self.clinic_name or str(_("Clinic"))
