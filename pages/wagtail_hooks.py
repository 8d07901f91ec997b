"""Registers what this app adds to Wagtail; nothing is decided here."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions import ActionRegistry
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.fields import RichTextField
from wagtail.log_actions import LogActionRegistry
from wagtail.rich_text.feature_registry import FeatureRegistry

from .models.base import Page
from .models.gated_page import CopyGatedPageAction, PublishGatedPageAction
from .rich_text.citation import CONTENTSTATE_RULE, EDITOR_HTML_RULE, CitationEmbedHandler
from .rich_text.comparison import CitedRichTextComparison
from .rich_text.editor import CITATION_FEATURE
from .rich_text.features import CITATION
from .services.check_status import STATUS_ACTION
from .services.import_rows import EDIT_ROWS_ACTION, IMPORT_ROWS_ACTION
from .services.merge_references import MERGE_ACTION
from .services.review import REVIEW_ACTION
from .views.check_references import CheckBulkAction
from .views.content_health import ContentHealthPanel
from .views.digest_choice import ContentDigestPanel
from .views.gate_checks import add_gate_checks
from .views.grave_sources import GraveSourcesPanel
from .views.merge_references import MergeBulkAction
from .views.refresh_progress import RefreshProgressPanel
from .views.refuse_deletion import refuse_deletion
from .views.stop_publishing import stop_bulk_publishing, stop_live_copies, stop_publishing
from .viewsets.content_health import ContentHealthViewSet
from .viewsets.import_article import ImportArticleViewSet
from .viewsets.import_references import ImportReferencesViewSet
from .viewsets.library import LibraryViewSetGroup
from .viewsets.page_as_of import PageAsOfViewSet, offer_past
from .viewsets.references import CitationChooserViewSet
from .viewsets.refresh_progress import RefreshProgressViewSet
from .viewsets.review import ReviewViewSet, offer_review

register_comparison_class(RichTextField, comparison_class=CitedRichTextComparison)


@hooks.register("register_rich_text_features")
def register_citation(features: FeatureRegistry) -> None:
    """Add the citation to Wagtail's rich text."""
    features.register_embed_type(CitationEmbedHandler)
    features.register_editor_plugin("draftail", CITATION, CITATION_FEATURE)
    features.register_converter_rule("contentstate", CITATION, CONTENTSTATE_RULE)
    features.register_converter_rule("editorhtml", CITATION, EDITOR_HTML_RULE)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    """Add the icons of the citation and the library."""
    return [*icons, "citewell/pages/icons/citation.svg", "citewell/pages/icons/library.svg"]


@hooks.register("register_admin_viewset")
def register_library() -> list[ViewSet | ViewSetGroup]:
    """Add the library and the chooser of citations."""
    return [LibraryViewSetGroup(), CitationChooserViewSet()]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Name what the log says of a merge and of a source's standing."""
    actions.register_action(MERGE_ACTION, _("Merge references"), _("Another record of the same source merged into it"))
    actions.register_action(IMPORT_ROWS_ACTION, _("Import rows"), _("Rows brought in from a spreadsheet"))
    actions.register_action(EDIT_ROWS_ACTION, _("Edit rows"), _("Rows edited in the grid"))
    actions.register_action(REVIEW_ACTION, _("Mark as reviewed"), _("Reviewed as a whole"))
    actions.register_action(STATUS_ACTION, _("Check status"), _("Another standing found at Crossref or PubMed"))


hooks.register("register_account_settings_panel", ContentDigestPanel)
hooks.register("register_page_header_buttons", offer_review)
hooks.register("register_page_header_buttons", offer_past)
hooks.register("register_bulk_action", MergeBulkAction)
hooks.register("register_bulk_action", CheckBulkAction)
hooks.register("before_delete_snippet", refuse_deletion)
hooks.register("before_publish_page", stop_publishing)
hooks.register("before_bulk_action", stop_bulk_publishing)
hooks.register("before_copy_page", stop_live_copies)
hooks.register("construct_wagtail_userbar", add_gate_checks)


@hooks.register("register_actions")
def register_publishing(registry: ActionRegistry) -> None:
    """Have Wagtail's API publish, and copy as live, behind the gates, as pages themselves do."""
    registry.register(Page, PublishGatedPageAction)
    registry.register(Page, CopyGatedPageAction)


@hooks.register("register_admin_viewset")
def register_import_article() -> ViewSet:
    """Add "Import article" for those who may add a page under a condition index."""
    return ImportArticleViewSet()


@hooks.register("register_admin_viewset")
def register_import_references() -> ViewSet:
    """Add "Import references", which the list of the library leads to."""
    return ImportReferencesViewSet()


@hooks.register("register_admin_viewset")
def register_review() -> ViewSet:
    """Add "Mark as reviewed", which a condition page's menu leads to."""
    return ReviewViewSet()


@hooks.register("register_admin_viewset")
def register_page_as_of() -> ViewSet:
    """Add what a page said on a date, which the page's menu leads to."""
    return PageAsOfViewSet()


@hooks.register("register_admin_viewset")
def register_content_health() -> ViewSet:
    """Add the report of pages that want attention."""
    return ContentHealthViewSet()


@hooks.register("register_admin_viewset")
def register_refresh_progress() -> ViewSet:
    """Add how far the finished pages are."""
    return RefreshProgressViewSet()


@hooks.register("construct_homepage_panels")
def add_home_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Show what live pages cite although it was retracted or doubted, what pages want, and what is made anew."""
    panels += [GraveSourcesPanel(), ContentHealthPanel(), RefreshProgressPanel()]
