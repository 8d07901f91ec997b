"""One delivery in the admin: what became of it, why, and what can be done."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..advice import advise
from ..models import Delivery, WebhookEndpoint
from ..services.resending import cancel_delivery, resend_delivery
from .naming import is_webhook, name_kind, name_subject
from .refusing import RefusingMixin


class DeliveryDetailView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows a delivery with its attempts."""

    model = Delivery
    permission_required = "view"
    template_name = "citewell/outbox/delivery_detail_view.html"
    header_icon = "mail"
    index_url_name = ""
    resend_url_name = ""
    cancel_url_name = ""

    @cached_property
    def delivery(self) -> Delivery:
        """The one of the address; Http404 when there is none."""
        return get_object_or_404(Delivery, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """What is sent."""
        return str(name_kind(self.delivery))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Home, the list, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Deliveries")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The delivery, what is known of its way, and the buttons that make sense."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        delivery = self.delivery
        may_change = self.user_has_permission("change")
        is_open = delivery.status in (Delivery.Status.PENDING, Delivery.Status.HELD, Delivery.Status.DEAD)
        return context | {
            "delivery": delivery,
            "subject": name_subject(delivery),
            "subject_url": self._subject_url(),
            "target": self._target(),
            "advice": advise(delivery.last_error),
            "attempts": delivery.tries.all(),
            "resend_url": reverse(self.resend_url_name, args=[delivery.pk]) if may_change else "",
            "cancel_url": reverse(self.cancel_url_name, args=[delivery.pk]) if may_change and is_open else "",
        }

    def _subject_url(self) -> str | None:
        try:
            subject = apps.get_model(self.delivery.subject_label)(pk=self.delivery.subject_id)
        except LookupError:
            return None
        url: str | None = AdminURLFinder(self.request.user).get_edit_url(subject)
        return url

    def _target(self) -> str:
        if not is_webhook(self.delivery):
            return self.delivery.target
        try:
            return str(WebhookEndpoint.objects.get(pk=self.delivery.target))
        except (ObjectDoesNotExist, ValidationError, ValueError):
            return _("an endpoint that was deleted")


class DeliveryActionView(RefusingMixin, View):
    """Takes a click on a button of a delivery and shows it again."""

    model = Delivery
    permission_required = "change"
    http_method_names = ["post"]
    detail_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Does it; Http404 for an unknown delivery."""
        get_object_or_404(Delivery.objects.only("pk"), pk=pk)
        self.act(request, pk)
        return redirect(self.detail_url_name, pk)

    def act(self, request: HttpRequest, pk: int) -> None:
        """What the button means; says so in a message."""
        raise NotImplementedError


class DeliveryResendView(DeliveryActionView):
    """Takes a click on "Send again" or "Send now"."""

    def act(self, request: HttpRequest, pk: int) -> None:
        """Puts the delivery back."""
        resend_delivery(delivery_id=pk, by=request.user)
        messages.success(request, _("It will be sent within a few seconds."))


class DeliveryCancelView(DeliveryActionView):
    """Takes a click on "Do not send"."""

    def act(self, request: HttpRequest, pk: int) -> None:
        """Cancels the delivery, unless it is too late."""
        if cancel_delivery(delivery_id=pk, by=request.user):
            messages.success(request, _("It will not be sent."))
        else:
            messages.error(request, _("It is too late: it was sent, or is being sent at this moment."))
