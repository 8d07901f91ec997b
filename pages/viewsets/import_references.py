"""The addresses of "Import references"; the button that leads there stands above the list of the library."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from ..views.import_references import ImportReferencesView, ImportResultView, PreviewImportView


class ImportReferencesViewSet(ViewSet):
    """Form, preview and result at an address each."""

    name = "citewell_import_references"
    url_prefix = "import-references"
    icon = "upload"
    menu_label = _("Import references")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of the steps."""
        return [
            path("", self.construct_view(ImportReferencesView), name="index"),
            path("preview/", self.construct_view(PreviewImportView), name="preview"),
            path("result/", self.construct_view(ImportResultView), name="result"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views each other's addresses."""
        names = {f"{step}_url_name": self.get_url_name(step) for step in ("index", "preview", "result")}
        return super().get_common_view_kwargs(**names, **kwargs)
