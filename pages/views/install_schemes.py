"""The grading schemes that come with the app, in the admin: what each is, and a button that adds the missing ones."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView

from ..models import GradeScheme
from ..services.schemes import install_schemes, read_shipped


class InstallSchemesView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the shipped schemes; POST adds the missing ones."""

    template_name = "citewell/pages/admin/install_schemes.html"
    page_title = _("Schemes that come with Citewell")
    header_icon = "order"
    list_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only those in who may add schemes."""
        if not policy_registry.get_by_type(GradeScheme).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        index = {"url": reverse(self.list_url_name), "label": GradeScheme._meta.verbose_name_plural}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the schemes, each with whether it is there."""
        present = set(GradeScheme.objects.values_list("slug", flat=True))
        schemes = [entry | {"is_there": slug in present} for slug, entry in read_shipped().items()]
        missing = sum(not entry["is_there"] for entry in schemes)
        return super().get_context_data(**kwargs) | {"schemes": schemes, "missing": missing}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the missing schemes and go to the list."""
        count = len(install_schemes(user=request.user))
        if count:
            sentence = ngettext("%(count)d scheme was added.", "%(count)d schemes were added.", count)
            messages.success(request, sentence % {"count": count})
        else:
            messages.success(request, gettext("Every scheme is there already."))
        return redirect(self.list_url_name)


class GradesColumn(Column):
    """The letters of a scheme, which open what they mean."""

    cell_template_name = "citewell/pages/admin/grades_cell.html"

    class Media:
        css: ClassVar = {"all": ["citewell/pages/admin/citation.css"]}


class SchemeIndexView(IndexView):
    """The list of schemes, with what their grades mean and the way to those that come with the app."""

    install_url_name = "citewell_grade_schemes:install"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the way there, for those who may add schemes."""
        buttons: list[Button] = super().header_more_buttons
        if not self.user_has_permission("add"):
            return buttons
        return [
            *buttons,
            Button(_("Schemes that come with Citewell"), reverse(self.install_url_name), icon_name="plus"),
        ]
