"""People who write and review the pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index


class Person(index.Indexed, models.Model):
    """An author or clinical reviewer, with the credentials that make their word count."""

    name = models.CharField(_("name"), max_length=160, help_text=_("As it should be printed."))
    credentials = models.CharField(
        _("credentials"), max_length=120, blank=True, help_text=_("Such as MD, PhD or CRNA.")
    )
    role = models.CharField(_("role"), max_length=160, blank=True, help_text=_("Such as Medical director."))
    biography = models.TextField(_("about"), blank=True, help_text=_("Two or three sentences for readers."))
    photo = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    orcid = models.CharField("ORCID", max_length=19, blank=True, help_text=_("Such as 0000-0002-1825-0097."))

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("credentials"), FieldPanel("role")]),
        FieldPanel("biography"),
        FieldRowPanel([FieldPanel("photo"), FieldPanel("orcid")]),
    ]

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("role")]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name
