from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from pages.models import LinkCheck, StandardPage
from pages.services.check_links import check_links, find_addresses
from tests.pages.factories import make_condition_page
from tests.pages.links.server import serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(settings):
    settings.CITEWELL_LINKS_ALLOWED_HOSTS = ["127.0.0.1"]


def make_linking(*addresses, **overrides):
    """A condition page whose lead leads to these addresses."""
    links = "".join(f'<a href="{address}">there</a>' for address in addresses)
    return make_condition_page(lead=f"<p>{links}</p>", **overrides)


def test_addresses_of_public_pages_alone_are_asked():
    page = make_linking("https://a.example/")
    make_linking("https://b.example/", slug="draft", live=False)
    page.get_parent().add_sibling(
        instance=StandardPage(title="A", slug="a", lead='<p><a href="https://c.example/">x</a></p>')
    )
    assert find_addresses() == {"https://a.example/", "https://c.example/"}


def test_what_an_address_says_is_stored():
    with serving({"/well": 200, "/gone": 410}) as (root, _asked):
        make_linking(root + "/well", root + "/gone")
        list(check_links())
    assert list(LinkCheck.objects.broken().values_list("url", "status")) == [(root + "/gone", 410)]


def test_one_failure_is_an_accident_and_two_are_not():
    with serving({"/x": 500}) as (root, asked):
        make_linking(root + "/x")
        list(check_links())
        assert not LinkCheck.objects.broken().exists()
        list(check_links())
        assert LinkCheck.objects.broken().exists()
        list(check_links())
    assert asked.count("HEAD /x") == 2


def test_what_answers_again_is_well_again():
    answers = {"/x": 500}
    with serving(answers) as (root, _asked):
        make_linking(root + "/x")
        list(check_links())
        list(check_links())
        LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=8))
        answers["/x"] = 200
        list(check_links())
    assert not LinkCheck.objects.broken().exists()


def test_an_address_is_asked_once_a_week():
    with serving({"/x": 200}) as (root, asked):
        make_linking(root + "/x")
        list(check_links())
        list(check_links())
    assert asked == ["HEAD /x"]


def test_an_address_that_no_page_leads_to_any_more_is_forgotten():
    LinkCheck.objects.create(url="https://old.example/")
    list(check_links())
    assert not LinkCheck.objects.exists()


def test_the_command_says_what_leads_nowhere(capsys):
    with serving({}) as (root, _asked):
        make_linking(root + "/x")
        call_command("check_links")
    assert capsys.readouterr().out.splitlines() == [f"404: {root}/x", "1 addresses asked, 1 lead nowhere."]
