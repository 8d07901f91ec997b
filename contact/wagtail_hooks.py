"""Registers the app's room in the Wagtail admin; nothing else happens here."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions import ActionRegistry
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.contrib.settings.registry import register_setting
from wagtail.snippets.models import register_snippet

from .models import ClinicHours, ContactPage, RetentionSettings
from .services.making_pages import MakeContactPageAction
from .views.bulk_actions import BULK_ACTIONS
from .views.menu import PermittedMenuItem
from .views.panel import EnquiriesPanel
from .viewsets import CannedReplyViewSet, EnquiryViewSet, MailTextViewSet


@hooks.register("register_admin_viewset")
def register_enquiries() -> EnquiryViewSet:
    """The inbox."""
    return EnquiryViewSet()


@hooks.register("register_reports_menu_item")
def register_access_log() -> MenuItem:
    """Who looked at enquiries, for those who may know."""
    url = reverse_lazy("citewell_contact_enquiries:access")
    return PermittedMenuItem(
        _("Access to enquiries"), url, permission="citewell_contact.view_accesslog", icon_name="history", order=1200
    )


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """The figures, for those who may see enquiries."""
    url = reverse_lazy("citewell_contact_enquiries:report")
    return PermittedMenuItem(
        _("Enquiries"), url, permission="citewell_contact.view_enquiry", icon_name="mail", order=1190
    )


@hooks.register("register_settings_menu_item")
def register_person() -> MenuItem:
    """What a person may ask for: a copy, or to be erased."""
    url = reverse_lazy("citewell_contact_enquiries:person")
    return PermittedMenuItem(
        _("Requests of a person"), url, permission="citewell_contact.delete_enquiry", icon_name="user", order=1200
    )


@hooks.register("register_admin_viewset")
def register_mail_texts() -> MailTextViewSet:
    """The words of the mails."""
    return MailTextViewSet()


@hooks.register("register_settings_menu_item")
def register_mail_texts_menu() -> MenuItem:
    """Leads to them."""
    url = reverse_lazy("citewell_contact_mail_texts:index")
    return PermittedMenuItem(
        _("Mail texts"), url, permission="citewell_contact.change_mailtext", icon_name="mail", order=1205
    )


@hooks.register("construct_homepage_panels")
def add_enquiries_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What waits, for those who may see enquiries."""
    if request.user.has_perm("citewell_contact.view_enquiry"):
        panels.append(EnquiriesPanel())


@hooks.register("register_actions")
def register_making(registry: ActionRegistry) -> None:
    """What Wagtail's API makes of contact pages."""
    registry.register(ContactPage, MakeContactPageAction)


for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action)

register_snippet(CannedReplyViewSet)
register_setting(RetentionSettings, icon="history")
register_setting(ClinicHours, icon="calendar-alt")
