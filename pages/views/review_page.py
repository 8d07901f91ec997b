"""Marking a page as reviewed, with the reviews that were."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..forms_review import ReviewForm
from ..models import ConditionPage, ReviewEvent
from ..services.review import mark_reviewed


class ReviewPageView(WagtailAdminTemplateMixin, TemplateView):
    """The form and the history; for those who may publish pages, be it after a review."""

    template_name = "citewell/pages/admin/review_page.html"
    page_title = _("Mark as reviewed")
    header_icon = "check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page, or refuse."""
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(ConditionPage, pk=kwargs["pk"], alias_of=None)
        self.form = ReviewForm.unbound(self.page)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let nobody in who may not publish pages here."""
        if not self.page.permissions_for_user(request.user).could_publish():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note the review, or show the form with what is wrong."""
        self.form = ReviewForm(request.POST)
        if self.form.is_valid():
            try:
                mark_reviewed(page=self.page, user=request.user, **self.form.cleaned_data)
            except ValidationError as refusal:
                for name, errors in refusal.message_dict.items():
                    self.form.add_error(name, errors)
            else:
                messages.success(request, _("The review of “%(title)s” is noted.") % {"title": self.page.title})
                return redirect("wagtailadmin_pages:edit", self.page.pk)
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the page and its reviews, the latest first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        events = ReviewEvent.objects.filter(page=self.page.pk).select_related("reviewer", "user")
        return {**context, "form": self.form, "page": self.page, "events": events}

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the editor."""
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]
