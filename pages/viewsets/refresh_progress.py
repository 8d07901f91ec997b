"""The address that the dashboard's panel asks how far the pages are."""

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from ..views.refresh_progress import show_progress


class RefreshProgressViewSet(ViewSet):
    """One answer, for everybody in the admin."""

    name = "citewell_refresh_progress"
    url_prefix = "refresh-progress"

    def get_urlpatterns(self) -> list[URLPattern]:
        """What the panel asks."""
        return [path("", show_progress, name="index")]
