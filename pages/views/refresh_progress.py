"""How far the background is with pages that a change ended: a panel on the dashboard while there is news."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest, JsonResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from ..models import RefreshRound


class RefreshProgressPanel(Component):
    """A bar that moves by itself; nothing where nothing goes on."""

    name = "citewell_refresh_progress"
    template_name = "citewell/pages/admin/refresh_progress_panel.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add what `describe_progress` says."""
        context: dict[str, Any] = dict(super().get_context_data(parent_context) or {})
        return context | describe_progress()

    @property
    def media(self) -> Media:
        """The script that asks again, and the bar's looks."""
        folder = "citewell/pages/admin/refresh_progress"
        return Media(css={"all": [f"{folder}.css"]}, js=[f"{folder}.js"])


def show_progress(request: HttpRequest) -> JsonResponse:
    """Answer with what `describe_progress` says."""
    return JsonResponse(describe_progress())


def describe_progress() -> dict[str, Any]:
    """Return {"done": …, "total": …, "text": "…"}; `done` is `total` where nothing goes on."""
    present = RefreshRound.objects.read_present()
    if present is None:
        return {"done": 0, "total": 0, "text": _("All pages that readers had opened are up to date.")}
    left = present.total - present.done
    text = ngettext(
        "%(left)s page of %(total)s is still being brought up to date. Who opens it meanwhile gets it as it is now.",
        "%(left)s pages of %(total)s are still being brought up to date. Who opens one meanwhile gets it as it is now.",
        left,
    ) % {"left": _grouped(left), "total": _grouped(present.total)}
    return {"done": present.done, "total": present.total, "text": text}


def _grouped(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)
