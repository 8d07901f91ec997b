"""Whether a request was sent by one of the site's own pages. Stands in for the CSRF cookie that public pages lack."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Judges by what browsers add to a form post and no foreign page can change.

    `Sec-Fetch-Site` decides where it is sent (every current browser, on HTTPS and localhost). Else `Origin`, else
    `Referer`, must name this host or one of CSRF_TRUSTED_ORIGINS; schemes are not compared, because a proxy may end
    TLS. A request with none of the three comes from an old browser or from a program, neither of which another site
    can steer: it is let in, because nobody's rights are used by it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None:
        return True
    host = urlsplit_host(origin)
    return bool(host) and (host == request.get_host().lower() or host in _trusted_hosts())


def urlsplit_host(address: str) -> str:
    """Host and port of an address in lower case; empty when it has none (such as the origin `null`)."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _trusted_hosts() -> set[str]:
    return {urlsplit_host(origin) for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin}
