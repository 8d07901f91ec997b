"""The clinic and the menus as data."""

from typing import Any

from wagtail.models import Locale, Site
from wagtail.rich_text import expand_db_html

from ...models import SiteSettings
from ...models.base import Page
from ..public import public_pages
from ..schemas import site as schemas
from ..schemas.base import RichTextFormat
from .images import describe_image, read_images
from .places import Places
from .texts import print_markdown


def describe_site(site: Site, *, rich_text: RichTextFormat) -> schemas.Site:
    """Return the clinic's own facts, its notices and colours, and the menus of the site."""
    clinic = SiteSettings.for_site(site)
    places = Places(site)
    below = list(public_pages(Page.objects.child_of(site.root_page)).order_by("path"))
    disclaimer = expand_db_html(clinic.disclaimer)
    return schemas.Site(
        name=clinic.name,
        tagline=clinic.tagline,
        url=site.root_url,
        default_locale=site.root_page.locale.language_code,
        locales=list(Locale.objects.order_by("language_code").values_list("language_code", flat=True)),
        address=clinic.address,
        phone=clinic.phone,
        email=clinic.email,
        hours=[line.strip() for line in clinic.hours.splitlines() if line.strip()],
        emergency_notice=clinic.emergency_notice,
        disclaimer=print_markdown(disclaimer) if rich_text == "markdown" else disclaimer,
        citation_style=clinic.citation_style,
        logo=describe_image(read_images([clinic.logo_id]).get(clinic.logo_id or 0), root=places.root_url),
        colours=schemas.Colours(brand=clinic.brand_colour, accent=clinic.accent_colour),
        menu=[_entry(page, places) for page in below if page.show_in_menus],
        footer=[_entry(page, places) for page in below],
    )


def _entry(page: Any, places: Places) -> schemas.MenuEntry:
    return schemas.MenuEntry(id=page.pk, title=page.title, url=places.url(page), path=places.path(page))
