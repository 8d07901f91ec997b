"""Whose request this is: the visitor's address, as far as the site's own proxies vouch for it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address in its shortest form, without a port; empty where none is known (a Unix socket).

    `TRUSTED_PROXY_COUNT` says how many proxies of the site's own stand before it. Each of them adds to the end of
    X-Forwarded-For whom it heard from, so the visitor is that many places from the end; whatever stands before that
    was sent by the visitor and is never looked at. With 0 (the default), or when the header is shorter than the chain
    of proxies would make it, the address of the connection counts.
    """
    proxies = getattr(settings, "TRUSTED_PROXY_COUNT", 0)
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(heard) and (address := plain_address(heard[-proxies])):
        return address
    return plain_address(request.META.get("REMOTE_ADDR", ""))


def plain_address(text: str) -> str:
    """One address without port, brackets and zone: `[2001:db8::1]:443` is `2001:db8::1`; empty for anything else.

    An IPv4 address that came over an IPv6 socket is given as IPv4, so that one visitor has one address.
    """
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
