"""What the head of a page tells search engines and other sites."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from ..models import SiteSettings
from ..models.open_pages import pages_above
from ..models.sharing import Picture, Translation, find_picture, find_translations, name_locale
from ..models.structured_data import read_structured_data
from ..structured_data.script import write_json

register = template.Library()


@register.simple_tag(takes_context=True)
def citewell_structured_data(context: template.Context) -> SafeString:
    """Print the page as JSON-LD: `{% citewell_structured_data %}`; nothing where there is no page.

    A script of this type is data, which nothing runs, so a Content-Security-Policy without 'unsafe-inline' lets it be
    (https://html.spec.whatwg.org/multipage/scripting.html#data-block).
    """
    page, request = context.get("page"), context["request"]
    if not page or not hasattr(page, "full_url"):
        return SafeString("")
    data = read_structured_data(
        page,
        clinic=context.get("clinic") or SiteSettings.for_request(request),
        site=Site.find_for_request(request),
        document=context.get("document"),
        above=pages_above(request, page),
    )
    return mark_safe(f'<script type="application/ld+json">{write_json(data)}</script>')  # noqa: S308 - it escapes


@register.simple_tag
def citewell_picture(page: Any) -> Picture | None:
    """Return the picture that stands for the page elsewhere, None where it has none."""
    return find_picture(page)


@register.simple_tag
def citewell_translations(page: Any) -> list[Translation]:
    """Return the page in every language in which it is live, itself among them; [] where there is only one."""
    return find_translations(page)


@register.simple_tag
def citewell_locale(page: Any) -> str:
    """Return the page's language as Open Graph writes it, '' where its territory is not known."""
    return name_locale(page.locale.language_code)
