"""What a page said on a date: the choice of the moment, and the page as a reader saw it then."""

from copy import copy
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import get_supported_language_variant, gettext_lazy, override
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Site

from ..forms_moment import MomentForm, refuse_future
from ..models.base import Page
from ..models.past_page import PastPage, read_changes, read_past_page
from ..models.recorded import PAGES
from ..models.site_settings import SiteSettings


def may_look_back(page: Any, user: Any) -> bool:
    """Tell whether this page's past can be shown to this user: to those who edit, publish or review it."""
    if not issubclass(page.specific_class or Page, PAGES):
        return False
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def address_as_of(page: Any, moment: datetime) -> str:
    """Return where the page is shown as of a moment."""
    return f"{reverse('citewell_as_of:page', args=[page.pk])}?{urlencode({'at': moment.isoformat()})}"


class PastMixin:
    """Finds the page, or refuses."""

    page: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.page = get_object_or_404(Page, pk=kwargs["pk"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let nobody in who has nothing to do with this page."""
        if not may_look_back(self.page, request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ChooseMomentView(PastMixin, WagtailAdminTemplateMixin, TemplateView):
    """A form for the moment, and when the page itself changed."""

    template_name = "citewell/pages/admin/choose_moment.html"
    page_title = gettext_lazy("As of a date")
    header_icon = "history"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or lead to the page as of the moment that was chosen."""
        self.form = MomentForm(request.GET) if "day" in request.GET else MomentForm()
        if self.form.is_valid():
            return HttpResponseRedirect(address_as_of(self.page, self.form.cleaned_data["moment"]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the page, and the latest changes with their addresses."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        changes = [(moment, address_as_of(self.page, moment)) for moment in read_changes(self.page)]
        zone = timezone.get_current_timezone_name()
        return {**context, "form": self.form, "page": self.page, "changes": changes, "zone": zone}

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the editor."""
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]


class PageAsOfView(PastMixin, View):
    """The page in its own templates, under a heading that says what it is. `?at=` is the moment in ISO 8601."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page, or say that it was not published. 404 for what is no moment of the past."""
        past = read_past_page(self.page, self._moment())
        response = self._show(past) if past.is_live else self._say_absent(past)
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True)
        return response

    def _moment(self) -> datetime:
        try:
            moment = parse_datetime(self.request.GET.get("at", ""))
            if moment is None or timezone.is_naive(moment):
                raise Http404
            refuse_future(moment)
            return timezone.localtime(moment)
        except (ValueError, OverflowError, ValidationError) as error:
            raise Http404 from error

    def _show(self, past: PastPage) -> HttpResponse:
        request = _as_reader(self.request, past)
        with override(_language(past.page)):
            context = past.page.get_context(request) | {"as_of": past} | self._made()
            return render(request, past.page.get_template(request), context)

    def _say_absent(self, past: PastPage) -> HttpResponse:
        request = _as_reader(self.request, past)
        context = {"as_of": past, "title": self.page.title} | self._made()
        return render(request, "citewell/pages/page_not_published.html", context)

    def _made(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            "as_of_made_at": timezone.localtime(),
            "as_of_made_by": user.get_full_name() or user.get_username(),
            "as_of_choose_url": reverse("citewell_as_of:choose", args=[self.page.pk]),
        }


def _as_reader(request: HttpRequest, past: PastPage) -> HttpRequest:
    """A request as an anonymous reader's, with the settings of then; the menu of the site is no part of the page."""
    reader: Any = copy(request)
    reader.COOKIES, reader.user = {}, AnonymousUser()
    reader._wagtail_site = (past.clinic.site_id and past.clinic.site) or Site.find_for_request(request)
    reader._citewell_below_home = []
    setattr(reader, SiteSettings.get_cache_attr_name(), past.clinic)
    return reader


def _language(page: Any) -> str:
    """The language that readers get the page in, not that of the admin."""
    try:
        return get_supported_language_variant(page.locale.language_code)
    except LookupError:
        return settings.LANGUAGE_CODE
