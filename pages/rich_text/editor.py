"""The citation's button, chip and chooser in Draftail, as the options that its script reads."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

TYPE = "CITATION"


# The script reads these once for all editors of a page.
SETTINGS = {
    "type": TYPE,
    "urls": {
        "choose": reverse_lazy("citewell_citations:choose"),
        "library": reverse_lazy("citewell_references:list"),
    },
    "words": {
        "citation": _("Citation"),
        "cite": _("Cite a source"),
        "edit": _("Edit"),
        "remove": _("Remove"),
        "open": _("Open in the library"),
        "corrected": _("Corrected"),
        "concern": _("Expression of concern"),
        "retracted": _("Retracted"),
        "missing": _("This source is no longer in the library."),
    },
}


PASTED_TABLES = {"type": "PASTED_TABLES"}


class CitationFeature(EntityFeature):
    """The entity, and with it the plugin that brings its shortcut and its settings, and the one for pasted tables."""

    def construct_options(self, options: dict[str, Any]) -> None:
        """Add them to the options of one editor."""
        super().construct_options(options)
        options.setdefault("plugins", []).extend([SETTINGS, PASTED_TABLES])


CITATION_FEATURE = CitationFeature(
    {
        "type": TYPE,
        "icon": "cw-citation",
        "description": _("Citation"),
        # What a paste keeps: only a citation of a record, and of it only what the chip shows.
        "attributes": ["id", "locator", "label", "title", "status"],
        "allowlist": {"id": r"^\d+$"},
    },
    js=[
        "wagtailadmin/js/modal-workflow.js",
        "wagtailadmin/js/chooser-modal.js",
        "citewell/pages/admin/citation.js",
        "citewell/pages/admin/pasted_tables.js",
    ],
    css={"all": ["citewell/pages/admin/citation.css"]},
)
