"""What templates need to show a page's citations and what is the same on every page."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.apps import apps
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site
from wagtail.rich_text import RichText, expand_db_html

from ..models import SiteSettings
from ..models.base import Page

register = template.Library()


@register.filter
def with_paths(stream: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Pair each child with its path: `{% for path, block in page.body|with_paths:"body" %}`."""
    return ((f"{path}/{position}", child) for position, child in enumerate(stream))


@register.simple_tag(takes_context=True)
def cited(context: template.Context, value: str | RichText, path: str, name: str = "") -> SafeString:
    """Show a rich text with its citations numbered: `{% cited value.text path "text" %}`.

    `path` (and `name` below it) say where in the page it stands. Outside a page, as in a block's preview, citations
    show their labels.
    """
    document = context.get("document")
    if document is None:
        source = value.source if isinstance(value, RichText) else value
        return mark_safe(expand_db_html(source or ""))  # noqa: S308 - stored rich text, sanitised when it was saved
    return document.html(f"{path}/{name}" if name else path, value or "")


@register.simple_tag(takes_context=True)
def row_citations(context: template.Context, path: str) -> SafeString:
    """Show the citations of a guideline table's row."""
    document = context.get("document")
    return document.markers(path) if document else SafeString("")


@register.simple_tag(takes_context=True)
def citewell_clinic(context: template.Context) -> SiteSettings:
    """Return the settings of the site that the request is for."""
    return SiteSettings.for_request(context["request"])


@register.simple_tag(takes_context=True)
def citewell_navigation(context: template.Context) -> list[dict[str, Any]]:
    """Return the menu: the live public pages below the home page that are to show in menus.

    Each entry is {title, url, current}; `current` is "page", "true" for a page below it, or "".
    """
    request = context["request"]
    site = Site.find_for_request(request)
    if site is None:
        return []
    here = getattr(context.get("page"), "path", "")
    pages = Page.objects.live().public().in_menu().child_of(site.root_page).order_by("path")
    return [
        {
            "title": page.title,
            "url": page.get_url(request, current_site=site),
            "current": ("page" if here == page.path else "true") if here.startswith(page.path) else "",
        }
        for page in pages
    ]


@register.simple_tag(takes_context=True)
def citewell_contact_url(context: template.Context) -> str:
    """Return the address of the site's first live contact page, '' where there is none.

    The page is another app's, so it is found through the app registry.
    """
    request = context["request"]
    site = Site.find_for_request(request)
    try:
        model = apps.get_model("citewell_contact", "ContactPage")
    except LookupError:
        return ""
    page = model.objects.live().public().descendant_of(site.root_page).order_by("path").first() if site else None
    return page.get_url(request, current_site=site) or "" if page else ""
