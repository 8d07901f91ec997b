import socket

import pytest

from pages.links.ask import Answer, ask

from .server import serving

HERE = {"127.0.0.1"}


def ask_here(url, **options):
    return ask(url, user_agent="test", allowed=HERE, timeout=5.0, **options)


@pytest.mark.parametrize(("status", "well", "gone"), [(200, True, False), (404, False, True), (410, False, True)])
def test_what_a_server_says(status, well, gone):
    with serving({"/x": status}) as (root, asked):
        answer = ask_here(root + "/x")
    assert (answer.status, answer.is_well, answer.is_gone) == (status, well, gone)
    assert asked == ["HEAD /x"]


def test_a_server_that_knows_no_head_is_asked_with_get():
    with serving({"/x": (405, 200)}) as (root, asked):
        assert ask_here(root + "/x") == Answer(200)
    assert asked == ["HEAD /x", "GET /x"]


@pytest.mark.parametrize("status", [401, 403, 429])
def test_who_asks_for_a_name_or_is_busy_is_there(status):
    with serving({"/x": status}) as (root, _asked):
        assert ask_here(root + "/x").is_well


def test_a_redirect_is_followed():
    with serving({"/x": "/y", "/y": 200}) as (root, asked):
        assert ask_here(root + "/x") == Answer(200)
    assert asked == ["HEAD /x", "HEAD /y"]


def test_redirects_in_a_circle_end():
    with serving({"/x": "/x"}) as (root, asked):
        assert not ask_here(root + "/x").is_well
    assert len(asked) < 15


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert ask_here(f"http://127.0.0.1:{port}/") == Answer(None, "unreachable")


def test_a_server_that_says_nothing_is_not_waited_for():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        answer = ask(f"http://127.0.0.1:{silent.getsockname()[1]}/", user_agent="test", allowed=HERE, timeout=0.3)
    assert answer == Answer(None, "slow")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:10.1.2.3]", "169.254.1.1", "10.0.0.1"])
def test_nothing_inside_the_network_is_asked(host):
    assert ask(f"http://{host}:9/", user_agent="test").code in {"inside", "unreachable"}
    assert ask(f"http://{host}:9/", user_agent="test").status is None


def test_nothing_inside_is_asked_though_it_would_answer():
    with serving({"/x": 200}) as (root, asked):
        assert ask(root + "/x", user_agent="test") == Answer(None, "inside")
    assert asked == []


def test_a_redirect_into_the_network_is_refused():
    with serving({"/secret": 200}) as (inside, asked), serving({"/x": f"{inside}/secret"}) as (outside, _asked):
        answer = ask(outside + "/x", user_agent="test", allowed={outside.removeprefix("http://")})
    assert answer == Answer(None, "inside")
    assert asked == []


@pytest.mark.parametrize("url", ["http://", "http://[", "http://exa mple/", "ftp://example.org/", "http://a:b:c/"])
def test_what_is_no_address_is_broken_and_no_error(url):
    assert ask_here(url).status is None
