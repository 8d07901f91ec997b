"""The menu item "Import article" and its two addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..views.import_article import ConfirmImportView, ImportArticleView, open_indexes


class ImportArticleMenuItem(MenuItem):
    """Shown to those who may add a page under a condition index."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether there is such an index for the user."""
        return bool(open_indexes(request.user))


class ImportArticleViewSet(ViewSet):
    """Form and preview at one address, the confirmation at another."""

    name = "citewell_import"
    url_prefix = "import-article"
    icon = "upload"
    menu_label = _("Import article")
    menu_order = 260
    menu_item_class = ImportArticleMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of both steps."""
        return [
            path("", self.construct_view(ImportArticleView), name="index"),
            path("confirm/", self.construct_view(ConfirmImportView), name="confirm"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views each other's addresses."""
        names = {"index_url_name": self.get_url_name("index"), "confirm_url_name": self.get_url_name("confirm")}
        return super().get_common_view_kwargs(**names, **kwargs)
