"""Which addresses are asked, how often and how politely, and what is kept of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.links.answers import Answer
from pages.models import LinkCheck
from pages.services.check_links import ask_host, ask_politely, check_links, gather_links
from tests.pages.factories import make_condition_page

from ..links.factories import serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def allowed(settings):
    """Let the host on loopback be asked."""

    def allow(host):
        settings.CITEWELL_LINKS_ALLOWED_HOSTS = [host.name]

    return allow


def make_linking(*addresses, **fields):
    lead = "".join(f'<a href="{address}">x</a>' for address in addresses)
    return make_condition_page(lead=lead, **fields)


def run():
    return list(check_links(pause=0))


def a_night_later():
    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(hours=20))


def ask(*answers, number=5):
    """Ask a host that gives these answers about `number` addresses; return how often it was asked, and the pauses."""
    left, slept = list(answers), []
    checks = [LinkCheck(url=f"https://a.example/{each}") for each in range(number)]
    done = list(ask_host(checks, pause=1.0, ask=lambda url: left.pop(0) if left else Answer(200), sleep=slept.append))
    return len(done), slept


def test_a_host_is_not_hurried():
    assert ask(number=3) == (3, [1.0, 1.0])


@pytest.mark.parametrize("answer", [Answer(429), Answer(503, retry_after=20.0)])
def test_a_host_that_asks_for_patience_is_left_alone(answer):
    assert ask(answer)[0] == 1


def test_a_host_that_is_silent_twice_is_left_alone():
    slow = Answer(code="slow")
    assert ask(slow, slow)[0] == 2
    assert ask(slow, Answer(200), slow)[0] == 5


def test_what_an_address_says_is_stored(allowed):
    with serving({"/well": 200, "/closed": 403, "/gone": 410}) as host:
        allowed(host)
        make_linking(*(f"{host.url}/{path}" for path in ("well", "closed", "gone")))
        run()
    assert list(LinkCheck.objects.broken().values_list("url", "status")) == [(f"{host.url}/gone", 410)]


def test_one_failure_is_an_accident_and_two_are_not(allowed):
    with serving({"/x": 500}) as host:
        allowed(host)
        make_linking(f"{host.url}/x")
        run()
        run()
        assert not LinkCheck.objects.broken().exists()
        a_night_later()
        run()
        assert LinkCheck.objects.broken().get().answer == "500 Internal Server Error"
        host.routes["/x"] = 200
        a_night_later()
        run()
        assert not LinkCheck.objects.broken().exists()


def test_an_address_is_asked_once_a_week(allowed):
    with serving({"/x": 200}) as host:
        allowed(host)
        make_linking(f"{host.url}/x")
        run()
        a_night_later()
        run()
        assert host.asked == ["HEAD /x"]
        LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=8))
        run()
    assert host.asked == ["HEAD /x"] * 2


def test_the_addresses_are_those_of_published_pages():
    LinkCheck.objects.create(url="https://old.example/")
    kept = LinkCheck.objects.create(url="https://a.example/", status=200, checked_at=timezone.now())
    make_linking("https://a.example/#x", "/conditions/", "https://b.example/")
    make_linking("https://draft.example/", slug="draft", live=False)
    gather_links()
    gather_links()
    assert sorted(LinkCheck.objects.values_list("url", flat=True)) == ["https://a.example/", "https://b.example/"]
    assert LinkCheck.objects.get(url="https://a.example/") == kept


def test_what_was_forgotten_meanwhile_does_not_come_back():
    make_linking("http://10.0.0.1/", "http://10.0.0.2/")
    for _check in check_links(pause=0):
        LinkCheck.objects.all().delete()
    assert not LinkCheck.objects.exists()


def test_it_says_who_asks(allowed, settings):
    settings.CITEWELL_LOOKUP_CONTACT = "library@clinic.example"
    with serving({"/x": 200}) as host:
        allowed(host)
        assert ask_politely(f"{host.url}/x") == Answer(200)
    assert host.headers[0]["User-Agent"] == "Citewell link check (library@clinic.example)"


def test_the_machine_itself_is_not_asked():
    with serving({"/x": 200}) as host:
        assert ask_politely(f"{host.url}/x") == Answer(code="private")
    assert host.asked == []
