"""Registers the app's room, its panel and its log actions in the Wagtail admin; nothing else happens here."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from .views.panel import OutboxPanel
from .viewsets import OutboxViewSetGroup


@hooks.register("register_admin_viewset")
def register_outbox() -> OutboxViewSetGroup:
    """The menu item with deliveries and webhooks."""
    return OutboxViewSetGroup()


@hooks.register("construct_homepage_panels")
def add_outbox_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What is wrong with the outbox, for those who may look at it."""
    if request.user.has_perm("citewell_outbox.view_delivery"):
        panels.append(OutboxPanel())


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """What staff do here shows in the site's history."""
    words: list[tuple[str, Any, Any]] = [
        ("resend", _("Send again"), _("Sent again")),
        ("cancel", _("Do not send"), _("Cancelled")),
        ("rotate_secret", _("Make a new secret"), _("Made a new secret")),
    ]
    for name, label, message in words:
        actions.register_action(f"citewell_outbox.{name}", label, message)
