from typing import Any

import pytest
from django.test import RequestFactory

from contact.client_address import client_address, plain_address


def address(settings: Any, proxies: int, forwarded: str | None, remote: str = "192.0.2.1") -> str:
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


@pytest.mark.parametrize("forged", [None, "198.51.100.9", "1.1.1.1, 2.2.2.2", "", "junk, , 1"])
def test_27_without_a_proxy_a_forged_header_changes_nothing(settings: Any, forged: str | None) -> None:
    assert address(settings, 0, forged) == "192.0.2.1"


@pytest.mark.parametrize("forged", ["", "1.1.1.1, ", "evil, 1.1.1.1, ", "192.0.2.1, [::1]:80, ", ", ,"])
def test_27_behind_proxies_what_the_visitor_forged_changes_nothing(settings: Any, forged: str) -> None:
    assert address(settings, 1, f"{forged}203.0.113.7") == "203.0.113.7"
    assert address(settings, 2, f"{forged}203.0.113.7, 10.0.0.2") == "203.0.113.7"


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.7", "unknown, 10.0.0.2"])
def test_a_header_that_no_proxy_of_ours_wrote_does_not_count(settings: Any, forwarded: str | None) -> None:
    assert address(settings, 2, forwarded) == "192.0.2.1"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7:51234 ", "203.0.113.7"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ('"[2001:db8::1]"', "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unknown", ""),
        ("300.1.1.1", ""),
        ("\x00", ""),
    ],
)
def test_an_address_has_one_form(text: str, plain: str) -> None:
    assert plain_address(text) == plain
