"""What the frame of the public site needs around a page's content: clinic, menu, trail, anchors, the editors' bar."""

from typing import Any

from django import template
from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Site

from ..models import SiteSettings
from ..models.open_pages import open_pages, pages_above, pages_below_home
from ..models.sharing import describe
from ..outline import Heading, find_headings, read_outline
from ..views.brand import brand_version

register = template.Library()


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
    here = getattr(context.get("page"), "path", "")
    return [
        _link(request, page)
        | {"current": ("page" if here == page.path else "true") if here.startswith(page.path) else ""}
        for page in pages_below_home(request)
        if page.show_in_menus
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
    pages = model.objects.descendant_of(site.root_page).order_by("path") if site else model.objects.none()
    page = open_pages(request, pages).first()
    return page.get_url(request, current_site=site) or "" if page else ""


@register.simple_tag
def citewell_brand_url(clinic: SiteSettings) -> str:
    """Return the address of the clinic's colours, '' in a project that does not serve our addresses."""
    try:
        address = reverse("citewell_pages:brand")
    except NoReverseMatch:
        return ""
    return f"{address}?v={brand_version(clinic)}"


@register.simple_tag
def citewell_search_url() -> str:
    """Return the address of the site's search, '' in a project that does not serve our addresses."""
    try:
        return reverse("citewell_pages:search")
    except NoReverseMatch:
        return ""


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
    return [_link(request, one) for one in pages_above(request, page)] if page else []


def _link(request: Any, page: Any) -> dict[str, Any]:
    return {"title": page.title, "url": page.get_url(request, current_site=Site.find_for_request(request))}


@register.simple_tag(takes_context=True)
def citewell_site_pages(context: template.Context) -> list[dict[str, str]]:
    """Return every live public page directly below the home page as {title, url}, for the foot of the page."""
    request = context["request"]
    return [_link(request, page) for page in pages_below_home(request)]


@register.simple_tag
def citewell_description(page: Any) -> str:
    """Return what search engines show of the page: its own description, its summary, or the start of its lead."""
    return describe(page) if page else ""


@register.simple_tag
def citewell_outline(stream: Any, path: str) -> list[Heading]:
    """Return the headings of a stream's sections with their ids: `{% citewell_outline page.body "body" as x %}`."""
    return read_outline(find_headings(stream, path))


@register.simple_tag(takes_context=True)
def citewell_one_condition(context: template.Context) -> str:
    """Return the name of the one condition that the page is about, so that the contact form opens with it filled in.

    A page on several conditions, or on none, leaves the choice to the visitor: ''.
    """
    conditions = getattr(context.get("page"), "conditions", None)
    names = [condition.name for condition in conditions.all()] if conditions is not None else []
    return names[0] if len(names) == 1 else ""


@register.filter
def anchor_at(outline: list[Heading] | None, path: str) -> str:
    """Return the id of the heading at this path, '' where there is none."""
    return next((heading.anchor for heading in outline or () if heading.path == path), "")


@register.filter
def dialled(number: str) -> str:
    """Return a telephone number as a tel: link wants it: digits, with the plus where it begins with one."""
    digits = "".join(character for character in number if character.isdigit() and character.isascii())
    return f"+{digits}" if number.strip().startswith("+") else digits
