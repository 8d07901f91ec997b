import pytest
from django.test import RequestFactory

from contact.same_origin import is_same_origin


def asked(**headers: str) -> bool:
    request = RequestFactory().post("/enquiries/1/", headers=headers)
    request.META["HTTP_HOST"] = "testserver"
    return is_same_origin(request)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_of_this_site_may_post(site: str) -> None:
    assert asked(**{"Sec-Fetch-Site": site})


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_not(site: str) -> None:
    assert not asked(**{"Sec-Fetch-Site": site, "Origin": "http://testserver"})


def test_the_origin_decides_for_older_browsers() -> None:
    assert asked(Origin="http://testserver")
    assert not asked(Origin="https://evil.example")
    assert not asked(Origin="null")
    assert not asked(Origin="http://testserver.evil.example")
    assert not asked(Origin="http://testserver@evil.example")


def test_the_referer_decides_where_there_is_no_origin() -> None:
    assert asked(Referer="http://testserver/contact/")
    assert not asked(Referer="https://evil.example/?testserver")


def test_a_trusted_origin_may_post(settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://www.clinic.example"]
    assert asked(Origin="https://www.clinic.example")


def test_a_program_that_says_nothing_may_post() -> None:
    assert asked()


def test_nonsense_is_refused() -> None:
    assert not asked(Origin="http://[")
