"""Where a link check goes, and where it does not."""

import pytest

from pages.links.destinations import Destination, NoDestination, choose_address, read_url, write_plainly


def refusal(function, *arguments, **options):
    with pytest.raises(NoDestination) as caught:
        function(*arguments, **options)
    return caught.value.code


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (" https://a.example/x#y ", "https://a.example/x"),
        ("//a.example/x", "https://a.example/x"),
        ("https://ä.example:8080/ö x?q=ü%20", "https://xn--4ca.example:8080/%C3%B6%20x?q=%C3%BC%20"),
        ("https://a.example?q=1&r=[2]", "https://a.example?q=1&r=[2]"),
    ],
)
def test_an_address_is_written_as_it_is_asked_for(href, url):
    assert write_plainly(href) == url


def test_an_address_within_another():
    assert write_plainly("../b", "https://a.example/x/y") == "https://a.example/b"


@pytest.mark.parametrize(
    "href", ["https://[::1", "https://a:b/", "ftp://a.example/", "https://" + "a" * 2000, "https://ä" + "b" * 70 + "/"]
)
def test_what_is_no_address(href):
    assert refusal(write_plainly, href) == "malformed"


def test_an_address_taken_apart():
    assert read_url("http://A.example/x?y=1") == Destination("http", "a.example", 80, "/x?y=1")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://", "malformed"),
        ("https://user@a.example/", "malformed"),
        ("https://a b.example/", "malformed"),
        ("http://2130706433/", "malformed"),
        ("http://0x7f.1/", "malformed"),
        ("http://127.0.0.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:10.0.0.1]/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://a.example:22/", "private"),
    ],
)
def test_what_is_not_visited(url, code):
    assert refusal(read_url, url) == code


@pytest.mark.parametrize("allowed", ["127.0.0.1:9000", "127.0.0.1"])
def test_what_the_operator_allows(allowed):
    port = 9000 if ":" in allowed else 80
    assert read_url(f"http://127.0.0.1:{port}/", allowed=[allowed]).is_allowed


def test_a_name_that_points_inside_is_refused_also_when_it_points_outside_too():
    at = read_url("https://a.example/")
    assert choose_address(at, ["93.184.216.34"]) == "93.184.216.34"
    assert refusal(choose_address, at, ["93.184.216.34", "10.0.0.1"]) == "private"
    assert refusal(choose_address, at, []) == "unknown"
