"""What an editor is told who publishes a page that a gate stops: what is lacking, each with a link to its place."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin import messages

from ..models.base import Page
from ..models.gated_page import GatedPage, read_copy_stops
from ..models.gates import Finding


def stop_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Lead back to the editor where a gate stops the page. Wagtail has saved what was written by then."""
    if not isinstance(page, GatedPage) or not (findings := page.read_stops()):
        return None
    if request.resolver_match and request.resolver_match.url_name == "add":
        # Wagtail stores a new page that is to be published as live before it publishes it.
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    messages.error(request, _render([(page, findings)]))
    return redirect("wagtailadmin_pages:edit", page.pk)


def stop_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Publish none of several pages where a gate stops one, and say which."""
    if action_type != "publish" or not issubclass(action.models[0], Page):
        return None
    pages: list[Any] = [page.specific for page in objects]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in objects for below in page.get_descendants().not_live().specific()]
    gated: list[Any] = [page for page in pages if isinstance(page, GatedPage)]
    drafts = [page.get_latest_revision_as_object() for page in gated]
    stopped = [(draft, findings) for draft in drafts if (findings := draft.read_stops())]
    if not stopped:
        return None
    messages.error(request, _render(stopped))
    return redirect(action.next_url)


def stop_live_copies(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Copy nothing as live that might not be published at the destination, and say what and why.

    Wagtail's form has not been read yet; what it would not take is left to it.
    """
    posted = request.POST
    is_alias = bool(posted.get("alias"))
    if request.method != "POST" or not (posted.get("publish_copies") or is_alias):
        return None
    parent = posted.get("new_parent_page", "")
    to = Page.objects.filter(pk=parent).first() if parent.isascii() and parent.isdigit() else None
    recursive = bool(posted.get("copy_subpages"))
    if to is None or not (stops := read_copy_stops(page, to, recursive=recursive, alias=is_alias)):
        return None
    messages.error(request, render_to_string("citewell/pages/admin/stopped_copies.html", {"stops": stops}))
    return redirect("wagtailadmin_pages:copy", page.pk)


def _render(stopped: Sequence[tuple[Any, Sequence[Finding]]]) -> str:
    pages = [
        {"page": page, "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "findings": findings}
        for page, findings in stopped
    ]
    return render_to_string("citewell/pages/admin/stopped_by_gates.html", {"pages": pages})
