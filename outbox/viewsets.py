"""The outbox as a room of the Wagtail admin: deliveries and webhook endpoints under one menu item."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import WebhookEndpointForm
from .models import Delivery, WebhookEndpoint
from .views.deliveries import DeliveryIndexView, DeliveryResendAllView
from .views.delivery import DeliveryCancelView, DeliveryDetailView, DeliveryResendView
from .views.endpoints import (
    WebhookEndpointCreateView,
    WebhookEndpointEditView,
    WebhookEndpointIndexView,
    WebhookRotateView,
    WebhookTestView,
)


class DeliveryViewSet(ModelViewSet):
    """A list, a detail and buttons. Deliveries are neither typed in, edited nor deleted here."""

    model = Delivery
    name = "citewell_outbox_deliveries"
    url_prefix = "deliveries"
    icon = "mail"
    menu_label = _("Deliveries")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    ordering = "-pk"
    search_fields = ["key"]
    index_view_class = DeliveryIndexView
    index_template_name = DeliveryIndexView.template_name
    index_results_template_name = DeliveryIndexView.results_template_name

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Names only addresses that exist."""
        return {
            "model": self.model,
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "detail_url_name": self.get_url_name("detail"),
            "resend_url_name": self.get_url_name("resend"),
            "resend_all_url_name": self.get_url_name("resend_all"),
            "cancel_url_name": self.get_url_name("cancel"),
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, its results alone, one delivery, sending again, not sending."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("resend/", self.construct_view(DeliveryResendAllView), name="resend_all"),
            path("<int:pk>/", self.construct_view(DeliveryDetailView), name="detail"),
            path("<int:pk>/resend/", self.construct_view(DeliveryResendView), name="resend"),
            path("<int:pk>/cancel/", self.construct_view(DeliveryCancelView), name="cancel"),
        ]

    def register_admin_url_finder(self) -> None:
        """None: a delivery is found through what it is about."""


class WebhookEndpointViewSet(ModelViewSet):
    """Endpoints of webhooks, with their secret and a test."""

    model = WebhookEndpoint
    name = "citewell_outbox_webhooks"
    url_prefix = "webhooks"
    icon = "link-external"
    menu_label = _("Webhooks")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = WebhookEndpointIndexView
    index_results_template_name = WebhookEndpointIndexView.results_template_name
    add_view_class = WebhookEndpointCreateView
    edit_view_class = WebhookEndpointEditView
    edit_template_name = WebhookEndpointEditView.template_name
    list_display = [
        TitleColumn("description", label=_("Description"), url_name="citewell_outbox_webhooks:edit"),
        Column("url", label=_("Address")),
        BooleanColumn("is_active", label=_("On")),
        StatusTagColumn("get_off_because_display", label=_("Switched off because"), primary=True),
    ]

    def get_form_class(self, for_update: bool = False) -> type[WebhookEndpointForm]:
        """The form that knows the events and where nothing may go."""
        return WebhookEndpointForm

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With the addresses of the buttons."""
        return super().get_edit_view_kwargs(
            rotate_url_name=self.get_url_name("rotate"),
            test_url_name=self.get_url_name("test"),
            delivery_url_name="citewell_outbox_deliveries:detail",
            **kwargs,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, a new secret, a test."""
        buttons = {"edit_url_name": self.get_url_name("edit"), "model": self.model}
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/rotate/", WebhookRotateView.as_view(**self._policy(), **buttons), name="rotate"),
            path("<int:pk>/test/", WebhookTestView.as_view(**self._policy(), **buttons), name="test"),
        ]

    def _policy(self) -> dict[str, Any]:
        return {"permission_policy": self.permission_policy}


class OutboxViewSetGroup(ViewSetGroup):
    """The menu item."""

    menu_label = _("Outbox")
    menu_icon = "mail"
    menu_order = 160
    items = (DeliveryViewSet, WebhookEndpointViewSet)
