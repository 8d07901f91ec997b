"""Webhook endpoints in the admin: their list, their form, their secret (shown once), a test."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views import generic

from ..apps import WEBHOOK
from ..models import Delivery, WebhookEndpoint
from ..services.publishing import publish_test
from ..services.switching import begin_anew
from ..services.webhook_secrets import give_first_secret, rotate_secret
from .refusing import RefusingMixin

_SHOWN = 20


def show_secret(request: HttpRequest, endpoint: WebhookEndpoint, secret: str, edit_url: str) -> HttpResponse:
    """The one page that ever shows a secret; kept by nobody on the way."""
    context = {"endpoint": endpoint, "secret": secret, "edit_url": edit_url}
    response = TemplateResponse(request, "citewell/outbox/webhook_secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


class WebhookEndpointCreateView(RefusingMixin, generic.CreateView):
    """Makes an endpoint and shows its secret."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Saves it with a secret of its own."""
        secret = give_first_secret(endpoint=form.instance)
        super().form_valid(form)
        return show_secret(self.request, self.object, secret, reverse(self.edit_url_name, args=[self.object.pk]))


class WebhookEndpointEditView(RefusingMixin, generic.EditView):
    """The form, and below it what was sent there."""

    template_name = "citewell/outbox/webhook_endpoint_edit_view.html"
    rotate_url_name = ""
    test_url_name = ""
    delivery_url_name = ""

    def save_instance(self) -> WebhookEndpoint:
        """Saves it; one that a person switches on (again) begins without its past failures."""
        endpoint: WebhookEndpoint = super().save_instance()
        if endpoint.is_active and endpoint.off_because:
            begin_anew(endpoint=endpoint)
        return endpoint

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the last webhooks that went there."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sent = Delivery.objects.filter(kind__startswith=WEBHOOK, target=str(self.object.pk)).order_by("-pk")
        return context | {
            "deliveries": sent.prefetch_related("tries")[:_SHOWN],
            "delivery_url_name": self.delivery_url_name,
            "rotate_url": reverse(self.rotate_url_name, args=[self.object.pk]),
            "test_url": reverse(self.test_url_name, args=[self.object.pk]),
        }


class WebhookRotateView(RefusingMixin, View):
    """Takes a click on "Make a new secret" and shows it."""

    model = WebhookEndpoint
    permission_required = "change"
    http_method_names = ["post"]
    edit_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Rotates; Http404 for an unknown endpoint."""
        endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
        secret = rotate_secret(endpoint_id=pk, by=request.user)
        return show_secret(request, endpoint, secret, reverse(self.edit_url_name, args=[pk]))


class WebhookTestView(RefusingMixin, View):
    """Takes a click on "Send a test"."""

    model = WebhookEndpoint
    permission_required = "change"
    http_method_names = ["post"]
    edit_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enqueues a webhook without content; Http404 for an unknown endpoint."""
        publish_test(endpoint=get_object_or_404(WebhookEndpoint, pk=pk))
        messages.success(request, _("A test is on its way. Its answer shows below; load this page again in a moment."))
        return redirect(self.edit_url_name, pk)


class WebhookEndpointIndexView(RefusingMixin, generic.IndexView):
    """The endpoints, with what became of them."""

    any_permission_required = ["view", "change", "add"]
    results_template_name = "citewell/outbox/webhook_endpoint_index_view_results.html"
    page_title = gettext_lazy("Webhooks")
    is_searchable = False
