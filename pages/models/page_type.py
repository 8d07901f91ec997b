"""What every page type of this app builds on: Wagtail's base page, with a way back to us that no host can take."""

import swapper
from django.db import models

from .base import Page


class PageType(Page):
    """A page whose relation is called by the app's label on the base page.

    Django would call it by the class alone, and a host project has a HomePage of its own.
    """

    page_ptr = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        parent_link=True,
        auto_created=True,
        primary_key=True,
        serialize=False,
        related_name="%(app_label)s_%(class)s",
    )

    class Meta:
        abstract = True
