"""The stylesheet of the clinic's colours."""

import pytest
from django.test import Client
from wagtail.models import Site

from pages.models import SiteSettings

pytestmark = pytest.mark.django_db


def get(address="/brand.css"):
    return Client().get(address, headers={"host": "127.0.0.1"})


def set_colour(colour):
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.update_or_create(site=site, defaults={"brand_colour": colour})


def test_it_has_the_colours_and_no_cookie():
    set_colour("#7a1f4d")
    response = get()
    assert response["Content-Type"].startswith("text/css")
    assert "--cw-accent: #7a1f4d" in response.content.decode()
    assert "Set-Cookie" not in response
    assert "Vary" not in response


def test_only_the_address_of_these_colours_may_be_kept_for_long():
    from pages.views.brand import brand_version

    set_colour("#7a1f4d")
    address = f"/brand.css?v={brand_version(SiteSettings.objects.get())}"
    assert "immutable" in get(address)["Cache-Control"]
    set_colour("#14595b")
    assert "immutable" not in get(address)["Cache-Control"]
