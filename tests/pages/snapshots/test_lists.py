"""The API's lists are kept as pages are, under few addresses and up to a number; what ends them, forgets them."""

import pytest

from pages.models import Snapshot
from pages.snapshots import keeping
from pages.snapshots.refreshing import refresh

from .asking import ask, made, render, whole
from .small_site import make_small_site

pytestmark = pytest.mark.django_db
LISTS = [
    *("/api/v1/site", "/api/v1/routes", "/api/v1/conditions", "/api/v1/references", "/api/v1/guidelines"),
    "/api/v1/pages?limit=50&include=content%2Creferences",
    "/api/v1/pages?limit=50&include=content,references",
    "/api/v1/pages?type=condition&limit=50&include=content,references",
    "/api/v1/pages?order=tree&type=condition",
]


@pytest.fixture
def site():
    """A site whose lists were seen."""
    site = make_small_site()
    for path in LISTS:
        render(path)
        ask(path)
    return site


def test_a_list_costs_one_query(site, django_assert_num_queries):
    assert set(made()) == set(LISTS)
    for path in LISTS:
        with django_assert_num_queries(1):
            answer = ask(path)
        assert whole(answer) == whole(render(path))


def test_who_has_it_is_told_so(site):
    etag = ask(LISTS[0])["ETag"]
    assert ask(LISTS[0], **{"if-none-match": etag}).status_code == 304


def test_a_change_shows_at_the_next_request(site):
    site.second.title = "Another title"
    site.second.save_revision().publish()
    for path in LISTS:
        assert whole(ask(path)) == whole(render(path))
    assert b"Another title" in ask(LISTS[5]).content


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/pages?search=pain",
        "/api/v1/pages?offset=1",
        "/api/v1/pages?limit=5&limit=5",
        "/api/v1/pages?limit=5&include=content,content",
        "/api/v1/pages?limit=0",
        "/api/v1/site?rich_text=html&a=b",
        "/api/v1/pages?limit=%35",
    ],
)
def test_one_of_many_addresses_of_the_same_is_not_kept(site, path):
    assert whole(ask(path)) == whole(render(path))
    assert set(made()) == set(LISTS)


def test_there_is_an_end_to_it(site, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_LISTS", len(LISTS))
    assert ask("/api/v1/pages?limit=7").status_code == 200
    assert set(made()) == set(LISTS)
    Snapshot.objects.filter(path=LISTS[0]).update(build="older", made_at=None)
    ask(LISTS[0])
    assert set(made()) == set(LISTS)
    ask(site.first)
    assert set(made()) == {*LISTS, site.first.get_url_parts()[2]}


def test_what_has_ended_is_forgotten_in_the_background(site):
    ask(site.about)
    site.second.title = "Another title"
    site.second.save_revision().publish()
    refresh()
    assert set(made()) == {"/about/"}
