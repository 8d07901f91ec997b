"""Which requests are for a page."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.test import RequestFactory
from django.urls import include, path
from django.utils.translation import override
from wagtail import urls as wagtail_urls

from pages.snapshots.asking import is_page, read_address

TRANSLATED = tuple(i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False))


def request(address, urlconf=None):
    """A request for it, of a project with these addresses."""
    made = RequestFactory().get(address)
    if urlconf:
        made.urlconf = urlconf
    return made


@pytest.mark.parametrize("address", ["/", "/pain/", "/api/v1/pages/3", "/api/v1/pages?limit=5"])
def test_pages_and_calls_for_them_are(address):
    assert is_page(request(address))


@pytest.mark.parametrize(
    "address",
    [
        *("/static/citewell/pages/site.css", "/admin/", "/healthz", "/api/v1/enquiries", "/documents/1/a.pdf"),
        *("/pain/?a=b", "/api/v1/pages?search=pain", f"/{'a' * 1001}/"),
    ],
)
def test_files_forms_searches_and_questions_are_not(address):
    assert not is_page(request(address))


@pytest.mark.parametrize(
    ("port", "is_one"), [("8000", True), ("65535", True), ("0", False), ("65536", False), ("http", False)]
)
def test_a_port_that_is_none_is_no_address(port, is_one):
    made = RequestFactory().get("/pain/", SERVER_PORT=port, headers={"host": "localhost"})
    assert bool(read_address(made)) == is_one


def test_a_path_in_a_language_is_one_in_whatever_language_is_active(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    for active in ("en", "fr"):
        with override(active):
            assert is_page(request("/fr/douleur/", TRANSLATED))


def test_what_one_language_says_of_a_path_is_not_remembered_for_another(settings):
    settings.LANGUAGES = [(settings.LANGUAGE_CODE, "English"), ("fr", "French")]
    with override("fr"):
        assert not is_page(request("/pain/", TRANSLATED))
    with override(settings.LANGUAGE_CODE):
        assert is_page(request("/pain/", TRANSLATED))
