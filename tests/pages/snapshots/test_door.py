"""At the door a finished page is what Django would have answered, and whatever is in doubt is Django's."""

import time
from itertools import product

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from wagtail.models import PageViewRestriction, Site

from pages.snapshots import door as door_module
from pages.snapshots.answering import name_variant
from pages.snapshots.door import Door
from pages.snapshots.packing import pack_new

from .asking import ask
from .knocking import Doorbell
from .small_site import make_small_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    made = make_small_site()
    for page in made.pages:
        ask(page)
        ask(f"/api/v1/pages/{page.pk}")
    return made


@pytest.fixture
def path(site):
    return site.first.get_url_parts()[2]


@pytest.fixture
def bell(path):
    """A door at which the page was asked for before."""
    bell = Doorbell()
    bell.ask(path)
    bell.passed_on = 0
    return bell


def test_the_first_asker_is_passed_on_and_the_next_one_costs_a_query(path, django_assert_num_queries):
    bell = Doorbell()
    first = bell.ask(path)
    with django_assert_num_queries(1):
        assert bell.ask(path) == first
    assert bell.passed_on == 1


TAGS = {
    "none": "",
    "same": "{}",
    "packed": "{brotli}",
    "another": '"0000"',
    "several": '"0000", {gzip}, {}',
    "many": ", ".join([*(f'"{number}"' for number in range(12)), "{}"]),
    "weak": "W/{}",
    "*": "*",
}


@pytest.mark.parametrize("what", ["page", "data", "list"])
def test_every_answer_is_the_one_of_django(site, path, what):
    asked = {"page": path, "data": f"/api/v1/pages/{site.first.pk}", "list": "/api/v1/pages?limit=20"}[what]
    ask(asked)
    while pack_new():
        pass
    bell = Doorbell()
    etag = bell.ask(asked)[1]["etag"]
    named = {encoding: name_variant(etag, {"brotli": "br"}.get(encoding, encoding)) for encoding in ("brotli", "gzip")}
    seen = set()
    for method, accepted, (known, tags) in product(("GET", "HEAD"), ("", "gzip", "gzip, br"), TAGS.items()):
        headers = {"Accept-Encoding": accepted, "If-None-Match": tags.format(etag, **named)}
        headers = {name: value for name, value in headers.items() if value}
        bell.passed_on = 0
        answer = bell.ask(asked, method, **headers)
        assert answer == bell.ask_django(asked, method, **headers), (method, headers)
        assert bell.passed_on == (known in ("many", "weak", "*")), known
        seen.add((answer[0], answer[1].get("content-encoding"), bool(answer[2])))
    assert seen >= {
        ("200 OK", None, True),
        ("200 OK", "br", True),
        ("200 OK", "gzip", False),
        ("304 Not Modified", None, False),
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "a=b"},
        {"Authorization": "Bearer 1"},
        {"Origin": "https://app.example"},
        {"If-Match": '"0000"'},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"Host": "127.0.0.1"},
        {"Host": "localhost:99"},
        {"Host": "evil.example"},
    ],
)
def test_who_asks_in_another_way_is_passed_on(bell, path, headers):
    assert bell.ask(path, **headers) == bell.ask_django(path, **headers)
    assert bell.passed_on == 1


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE"])
def test_other_methods_are_passed_on(bell, path, method):
    bell.ask(path, method)
    assert bell.passed_on == 1


def test_another_query_is_another_question(bell, path):
    bell.ask(f"{path}?a=1")
    assert bell.passed_on == 1


@pytest.mark.parametrize("close", ["edit", "restrict", "unpublish", "move the site", "switch off"])
def test_what_does_not_hold_any_more_is_not_given_out(bell, site, path, close, settings):
    before = bell.ask(path)
    if close == "edit":
        site.sources[0].csl = {**site.sources[0].csl, "title": "Another title"}
        site.sources[0].save()
    elif close == "restrict":
        PageViewRestriction.objects.create(page=site.first, restriction_type="login")
    elif close == "unpublish":
        site.first.unpublish()
    elif close == "move the site":
        Site.objects.update(hostname="other.example")
    else:
        settings.CITEWELL_SNAPSHOTS = False
    after = bell.ask(path)
    assert bell.passed_on == 1
    assert after == bell.ask_django(path)
    assert (after == before) == (close == "switch off")


def test_what_cors_adds_to_data_is_added(site):
    path, bell = f"/api/v1/pages/{site.first.pk}", Doorbell()
    assert "origin" in bell.ask(path)[1]["vary"].lower()
    assert bell.ask(path) == bell.ask_django(path)
    assert bell.passed_on == 1


def test_a_proxy_s_word_counts_where_it_is_believed(path, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    bell = Doorbell()
    for _time in range(3):
        bell.ask(path)
    assert bell.passed_on == 2
    bell.ask(path, **{"X-Forwarded-Proto": "https"})
    assert bell.passed_on == 3


def test_a_fault_of_the_database_is_django_s(bell, path, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(door_module, "read_finished", fail)
    assert bell.ask(path) == bell.ask_django(path)
    assert bell.passed_on == 1


@pytest.mark.parametrize("state", ["none", "faulty", "old"])
def test_a_connection_that_is_to_be_made_anew_is_django_s(bell, path, state, monkeypatch):
    attribute, value = {
        "none": ("connection", None),
        "faulty": ("errors_occurred", True),
        "old": ("close_at", time.monotonic() - 1),
    }[state]
    with monkeypatch.context() as changed:
        changed.setattr(door_module, "connections", {"default": Bare(attribute, value)})
        bell.ask(path)
    assert bell.passed_on == 1


class Bare:
    """The connection, with one thing about it changed."""

    def __init__(self, attribute, value):
        self._changed = {attribute: value}

    def __getattr__(self, name):
        return self._changed[name] if name in self._changed else getattr(connection, name)


def test_what_stands_between_may_say_another_host(path, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example"]

    def rename(environ):
        environ["HTTP_HOST"] = "localhost"

    bell = Doorbell(before=rename)
    for _time in range(3):
        ask(path)
        bell.ask(path, Host="other.example")
    assert bell.passed_on == 3


def test_long_words_are_not_remembered(path, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    bell = Doorbell()
    for _time in range(3):
        bell.ask(path, **{"X-Forwarded-Proto": "h" * 1001})
    assert not bell.door._known


def test_a_page_whose_address_has_other_letters_is_given_out(site):
    from pages.models import StandardPage

    page = site.home.add_child(instance=StandardPage(title="Über", slug="über"))
    bell = Doorbell()
    for _time in range(4):
        bell.ask(page.get_url_parts()[2])
    assert bell.passed_on < 4


def test_only_so_many_are_remembered(bell, path, monkeypatch):
    monkeypatch.setattr(door_module, "MOST", 2)
    for page in ("/", "/conditions/", path):
        bell.ask(page)
        bell.ask(page)
    assert len(bell.door._known) <= 2


@pytest.mark.parametrize(
    "change",
    [
        lambda headers: [(name, value) for name, value in headers if name != "Referrer-Policy"],
        lambda headers: [*headers, ("Set-Cookie", "reader=1")],
        lambda headers: [*headers, ("Referrer-Policy", "origin")],
    ],
    ids=["takes a header away", "gives a cookie", "says one twice"],
)
def test_an_application_that_changes_the_head_otherwise_is_not_spoken_for(path, change):
    bell = Doorbell(change)
    assert bell.ask(path) == bell.ask(path)
    assert bell.passed_on == 2


def test_what_is_no_finished_page_is_passed_through(rf):
    door = Door(lambda environ, start: (start("200 OK", []), [HttpResponse("Own").content])[1])
    for _time in range(2):
        assert door({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *head: None) == [b"Own"]
