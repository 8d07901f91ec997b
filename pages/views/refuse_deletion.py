"""Stops the deletion of what is in use, and says where."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from ..models import Condition, GradeScheme, Guideline, Person, Reference
from ..models.usage import Use, find_uses

PROTECTED = (Reference, Guideline, Condition, GradeScheme, Person)


def describe_places(uses: Iterable[Use], user: Any) -> list[dict[str, Any]]:
    """Return each use with what it is and, where this user may edit it, its address in the admin."""
    finder = AdminURLFinder(user)
    return [
        {"use": use, "kind": use.owner._meta.verbose_name, "edit_url": finder.get_edit_url(use.owner)} for use in uses
    ]


def refuse_deletion(request: HttpRequest, instances: Iterable[Model]) -> TemplateResponse | None:
    """Return the page that says where the records are used (409), or None where all of them may go."""
    used: list[dict[str, Any]] = []
    for instance in instances:
        uses = find_uses(instance) if isinstance(instance, PROTECTED) else []
        if uses:
            used.append({"instance": instance, "places": describe_places(uses, request.user)})
    if not used:
        return None
    viewset = used[0]["instance"].snippet_viewset
    context = {
        "used": used,
        "page_title": _("In use"),
        "header_icon": "warning",
        "back_url": reverse(viewset.get_url_name("list")),
    }
    return TemplateResponse(request, "citewell/pages/admin/refuse_deletion.html", context, status=409)
