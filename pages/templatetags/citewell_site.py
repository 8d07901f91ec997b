"""What the frame of the public site needs around a page's content: addresses, trail, anchors, the editors' bar."""

from collections.abc import Iterator
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Site

from ..examples import example_table
from ..models import SiteSettings
from ..models.base import Page
from ..models.guideline_table import GuidelineTable
from ..outline import Heading, read_outline
from ..views.brand import brand_version

register = template.Library()

DESCRIPTION_LENGTH = 160


@register.simple_tag
def citewell_brand_url(clinic: SiteSettings) -> str:
    """Return the address of the clinic's colours, '' in a project that does not serve our addresses."""
    try:
        address = reverse("citewell_pages:brand")
    except NoReverseMatch:
        return ""
    return f"{address}?v={brand_version(clinic)}"


@register.simple_tag(takes_context=True)
def citewell_userbar(context: template.Context) -> str:
    """Show Wagtail's bar to signed-in editors and in previews.

    Without a session cookie the session is not even looked at: asking who the visitor is would mark the page as
    different for each of them (Vary: Cookie), and no cache in front could keep it.
    """
    request = context["request"]
    if not (getattr(request, "is_preview", False) or settings.SESSION_COOKIE_NAME in request.COOKIES):
        return ""
    return wagtailuserbar(context)


@register.simple_tag(takes_context=True)
def citewell_breadcrumbs(context: template.Context) -> list[dict[str, str]]:
    """Return the live pages above this one as {title, url}, the home page first; [] on the home page itself."""
    request, page = context["request"], context.get("page")
    site = Site.find_for_request(request)
    if site is None or page is None or not page.path:
        return []
    above = page.get_ancestors().descendant_of(site.root_page, inclusive=True).live()
    return [{"title": one.title, "url": one.get_url(request, current_site=site)} for one in above]


@register.simple_tag(takes_context=True)
def citewell_site_pages(context: template.Context) -> list[dict[str, str]]:
    """Return every live public page directly below the home page as {title, url}, for the foot of the page."""
    request = context["request"]
    site = Site.find_for_request(request)
    if site is None:
        return []
    pages = Page.objects.live().public().child_of(site.root_page).order_by("path")
    return [{"title": one.title, "url": one.get_url(request, current_site=site)} for one in pages]


@register.simple_tag
def citewell_description(page: Any) -> str:
    """Return what search engines show of the page: its own description, its summary, or the start of its lead."""
    if not page:
        return ""
    text = getattr(page, "search_description", "") or getattr(page, "summary", "")
    if not text:
        text = unescape(strip_tags(getattr(page, "lead", "") or "")).strip()
    return Truncator(text).chars(DESCRIPTION_LENGTH)


@register.simple_tag
def citewell_outline(stream: Any, path: str) -> list[Heading]:
    """Return the headings of a stream's sections with their ids: `{% citewell_outline page.body "body" as x %}`."""
    return read_outline(_headings(stream, path))


def _headings(stream: Any, path: str) -> Iterator[tuple[str, str]]:
    for position, child in enumerate(stream or ()):
        heading = child.value.get("heading") if hasattr(child.value, "get") else ""
        if heading:
            yield f"{path}/{position}", heading


@register.simple_tag(takes_context=True)
def citewell_one_condition(context: template.Context) -> str:
    """Return the name of the one condition that the page is about, so that the contact form opens with it filled in.

    A page on several conditions, or on none, leaves the choice to the visitor: ''.
    """
    conditions = getattr(context.get("page"), "conditions", None)
    names = [condition.name for condition in conditions.all()] if conditions is not None else []
    return names[0] if len(names) == 1 else ""


@register.simple_tag
def citewell_example_table() -> GuidelineTable:
    """Return the rows that the preview of a guideline table shows."""
    return example_table()


@register.filter
def anchor_at(outline: list[Heading] | None, path: str) -> str:
    """Return the id of the heading at this path, '' where there is none."""
    return next((heading.anchor for heading in outline or () if heading.path == path), "")


@register.filter
def grade_called(grades: dict[str, Any] | None, code: str) -> Any:
    """Look a grade up by the code that an editor wrote, None where the scheme has no such grade."""
    return (grades or {}).get((code or "").strip())


@register.filter
def letter(position: int) -> str:
    """Return "a" for 1, "b" for 2, …; numbers go on where the letters end. Names the ways back from a source."""
    return chr(96 + position) if 1 <= position <= 26 else str(position)


@register.filter
def dialled(number: str) -> str:
    """Return a telephone number as a tel: link wants it: digits, with the plus where it begins with one."""
    digits = "".join(character for character in number if character.isdigit() and character.isascii())
    return f"+{digits}" if number.strip().startswith("+") else digits
