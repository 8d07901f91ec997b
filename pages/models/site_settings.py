"""What is the same on every page of a site: the clinic, its notices and its colours."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from ..colours import DEFAULT_ACCENT, DEFAULT_BRAND
from ..csl import styles
from ..rich_text.features import INLINE

validate_colour = RegexValidator(
    re.compile(r"^#[0-9a-fA-F]{6}\Z"), _("Write a colour as # and six digits, such as #1f6f6b.")
)


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """The clinic's own facts."""

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
                ],
                heading=_("Citations"),
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
        ]
    )

    @property
    def name(self) -> str:
        """The clinic's name, or the site's where none is set."""
        return self.clinic_name or self.site.site_name or self.site.hostname

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinic")

    def __str__(self) -> str:
        return self.clinic_name or str(_("Clinic"))
