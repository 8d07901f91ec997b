"""Registers the app's report and its log action in the Wagtail admin; nothing else happens here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .viewsets import DeliveryViewSet


@hooks.register("register_admin_viewset")
def register_deliveries() -> DeliveryViewSet:
    """The report."""
    return DeliveryViewSet()


@hooks.register("register_log_actions")
def register_resend(actions: LogActionRegistry) -> None:
    """Sending again shows in the site's history."""
    actions.register_action("citewell_outbox.resend", _("Send again"), _("Sent again"))
