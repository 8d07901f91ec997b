"""When a page was read against its sources as a whole, by whom, and what they noted. Events are only ever added."""

import swapper
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewEvent(models.Model):
    """One review of a whole page."""

    page = models.ForeignKey(swapper.get_model_name("wagtailcore", "Page"), on_delete=models.CASCADE, related_name="+")
    reviewed_on = models.DateField(_("reviewed on"))
    next_review = models.DateField(_("next review due"), null=True, blank=True)
    reviewer = models.ForeignKey(
        "citewell_pages.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clinical reviewer"),
    )
    note = models.TextField(_("note"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("noted"), auto_now_add=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}, {self.reviewed_on}"
