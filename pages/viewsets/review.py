"""Reviews of pages in the admin: their address, and the button that leads there."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from ..models import ConditionPage
from ..views.review_page import ReviewPageView


class ReviewViewSet(ViewSet):
    """One view below a page's id."""

    name = "citewell_review"
    url_prefix = "review"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The form of one page."""
        return [path("<int:pk>/", ReviewPageView.as_view(), name="page")]


def offer_review(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the button for a page with review dates of its own, which no alias has, to those who may publish it."""
    specific = page.specific_deferred
    if (
        isinstance(specific, ConditionPage)
        and not page.alias_of_id
        and specific.permissions_for_user(user).could_publish()
    ):
        url = reverse("citewell_review:page", args=[page.pk])
        yield Button(_("Mark as reviewed"), url, icon_name="check", priority=15)
