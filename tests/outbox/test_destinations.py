import ipaddress
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.destinations import RefusedDestinationError, choose_address, is_public, read_url

PUBLIC = "https://hooks.example/path?a=b"


def refusal(url: str, allowed: tuple[str, ...] = ()) -> str:
    with pytest.raises(RefusedDestinationError) as caught:
        read_url(url, allowed=allowed)
    return caught.value.code


def test_a_plain_address_is_taken_apart() -> None:
    found = read_url("https://Hooks.Example/path?a=b")
    assert (found.scheme, found.host, found.port, found.path) == ("https", "hooks.example", 443, "/path?a=b")
    assert read_url("https://hooks.example").path == "/"


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "127.1.2.3",
            "0.0.0.0",  # noqa: S104
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
        ),
        *("100.64.0.1", "192.0.0.8", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("[::]", "[::1]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[::127.0.0.1]", "[2001:db8::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:7f00:1]", "[2002:7f00:1::]", "[2001:0:1::1]"),
        *("[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[64:ff9b::169.254.169.254]"),
    ],
)
def test_38_an_address_that_is_not_public_is_refused(host: str) -> None:
    assert refusal(f"https://{host}/") == "private"


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "017700000001", "1.2.3.0x4"),
        *(
            "hooks.example.",
            "127.0.0.1.",
            "hooks..example",
            "-a.example",
            "a_b.example",
            "１２７.０.０.１",
            "ⓛocalhost",
        ),
        *("hooks.example%00.evil", "hooks.example\\@10.0.0.1", "[fe80::1%25eth0]", "[::1", "hooks.example\t", "0x"),
    ],
)
def test_38_a_host_that_reads_two_ways_is_refused(host: str) -> None:
    assert refusal(f"https://{host}/") in {"malformed", "private"}


@pytest.mark.parametrize("netloc", ["hooks.example@127.0.0.1", "user:word@hooks.example", "@hooks.example", "a@b@c"])
def test_38_a_user_name_is_refused(netloc: str) -> None:
    assert refusal(f"https://{netloc}/") == "userinfo"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/", "plain"),
        ("https://hooks.example:8443/", "port"),
        ("https://hooks.example:22/", "port"),
        ("https://hooks.example:0/", "port"),
        ("https://hooks.example:99999/", "malformed"),
        ("https://hooks.example/#part", "fragment"),
        ("https:///path", "malformed"),
        ("ftp://hooks.example/", "malformed"),
        ("file:///etc/passwd", "malformed"),
        ("gopher://hooks.example/", "malformed"),
        ("//hooks.example/", "malformed"),
        ("https://hooks.example/a b", "malformed"),
        ("https://hooks.example/\r\nX: y", "malformed"),
        ("", "malformed"),
        ("https://hooks.example/" + "a" * 500, "malformed"),
    ],
)
def test_38_other_ways_out_are_refused(url: str, code: str) -> None:
    assert refusal(url) == code


def test_the_operator_can_allow_a_host_and_a_port() -> None:
    assert read_url("http://10.0.0.1/", allowed=["10.0.0.1"]).is_allowed
    assert read_url("http://127.0.0.1:8080/", allowed=["127.0.0.1:8080"]).is_allowed
    assert refusal("http://127.0.0.1:8081/", ("127.0.0.1:8080", "127.0.0.1")) == "port"
    assert refusal("http://127.0.0.2/", ("127.0.0.1",)) == "private"


def test_38_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to() -> None:
    destination = read_url(PUBLIC)
    assert choose_address(destination, ["93.184.216.34", "93.184.216.35"]) == "93.184.216.34"
    for found in (["10.0.0.1"], ["93.184.216.34", "::1"], ["::ffff:127.0.0.1"], ["fe80::1%eth0"], []):
        with pytest.raises(RefusedDestinationError):
            choose_address(destination, found)


def test_an_allowed_name_may_lead_inside() -> None:
    assert choose_address(read_url(PUBLIC, allowed=["hooks.example"]), ["10.0.0.1"]) == "10.0.0.1"


@given(st.ip_addresses(v=4))
def test_38_no_form_of_ipv6_opens_a_private_ipv4_address(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for prefix, shift in (("::", 0), ("::ffff:0:0", 0), ("64:ff9b::", 0), ("64:ff9b:1::", 0), ("2002::", 80)):
        assert not is_public(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number << shift))


@given(st.text(max_size=60))
def test_any_text_is_refused_or_is_an_address(text: str) -> None:
    for url in (text, f"https://{text}"):
        with suppress(RefusedDestinationError):
            assert read_url(url).port in (80, 443)
