"""What a page said on a date, in the admin: the addresses, and the button that leads there."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from ..views.page_as_of import ChooseMomentView, PageAsOfView, may_look_back


class PageAsOfViewSet(ViewSet):
    """Two views below a page's id: the choice of the moment, and the page."""

    name = "citewell_as_of"
    url_prefix = "as-of"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The choice, and the page as of a moment."""
        return [
            path("<int:pk>/", ChooseMomentView.as_view(), name="choose"),
            path("<int:pk>/page/", PageAsOfView.as_view(), name="page"),
        ]


def offer_past(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the button for a page whose past can be shown, to those who edit, publish or review it."""
    if may_look_back(page, user):
        yield Button(
            _("As of a date"), reverse("citewell_as_of:choose", args=[page.pk]), icon_name="history", priority=16
        )
