"""Registers what this app adds to Wagtail; nothing is decided here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from .rich_text.citation import CONTENTSTATE_RULE, EDITOR_HTML_RULE, CitationEmbedHandler
from .rich_text.features import CITATION


@hooks.register("register_rich_text_features")
def register_citation(features: FeatureRegistry) -> None:
    """Add the citation to Wagtail's rich text."""
    features.register_embed_type(CitationEmbedHandler)
    features.register_editor_plugin(
        "draftail",
        CITATION,
        EntityFeature({"type": "CITATION", "icon": "openquote", "description": _("Citation")}),
    )
    features.register_converter_rule("contentstate", CITATION, CONTENTSTATE_RULE)
    features.register_converter_rule("editorhtml", CITATION, EDITOR_HTML_RULE)
