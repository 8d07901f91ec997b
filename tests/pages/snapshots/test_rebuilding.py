"""All pages can be made at once, as readers would have them made, and all of them dropped."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction, Site

from pages.models import Snapshot
from pages.snapshots.rebuilding import keep_all

from .asking import ask, made, render, whole
from .small_site import make_small_site

pytestmark = pytest.mark.django_db


def test_after_it_every_public_page_costs_one_query(django_assert_num_queries):
    site = make_small_site()
    PageViewRestriction.objects.create(page=site.about, restriction_type="login")
    call_command("snapshots", "--rebuild", verbosity=0)
    open_pages = [page for page in site.pages if page != site.about]
    for page in open_pages:
        with django_assert_num_queries(1):
            answer = ask(page)
        assert whole(answer) == whole(render(page))
    assert len(made()) == len(open_pages)


@pytest.mark.parametrize("port", [80, 8000, 443])
def test_they_are_kept_under_the_address_that_the_site_gives(port):
    site = make_small_site()
    Site.objects.update(port=port)
    assert {kept for _address, kept in keep_all()} == {True}
    assert {snapshot.origin for snapshot in Snapshot.objects.all()} == {Site.objects.get().root_url}
    assert len(made()) == len(site.pages)


def test_what_is_dropped_is_not_served(capsys):
    site = make_small_site()
    ask(site.first)
    call_command("snapshots", "--drop")
    assert "Dropped 1." in capsys.readouterr().out
    assert made() == {}


def test_a_copy_that_a_process_still_has_is_dropped_too():
    site = make_small_site()
    ask(site.first)
    (kept,) = Snapshot.objects.all()
    call_command("snapshots", "--drop", verbosity=0)
    kept.body = b"older"
    kept.save(force_insert=True)
    assert b"older" not in ask(site.first).content


def test_it_says_that_nothing_is_kept_where_it_is_off(settings):
    settings.CITEWELL_SNAPSHOTS = False
    with pytest.raises(CommandError, match="SNAPSHOTS"):
        call_command("snapshots")
