"""Addresses for machines: whether the process lives, whether it can serve, and what robots may read."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

# A delivery that was due so long ago and that nobody took means that no worker runs.
OUTBOX_IS_LATE = timedelta(minutes=15)
RETRY_AFTER_SECONDS = "10"


class NotReady(Exception):
    """One part is there but does not do its work; the message goes to the log, never to the reader."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process takes requests; asks nothing of what stands outside it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, cache and outbox do their work, else 503 without saying which."""
    if all(works(check) for check in CHECKS):
        return HttpResponse("ok\n", content_type="text/plain")
    return HttpResponse(
        "unavailable\n", status=503, content_type="text/plain", headers={"Retry-After": RETRY_AFTER_SECONDS}
    )


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keep robots out of the admin and show them the site map."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def works(check: Callable[[], None]) -> bool:
    """Tell whether a check passes; the reason is logged, whatever kind of failure it is."""
    try:
        check()
    except Exception as error:
        logger.error("Not ready: %s: %s", check.__name__, error)
        return False
    return True


def database() -> None:
    """Raise when the database does not answer a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def cache_keeps() -> None:
    """Raise NotReady when a value does not come back from the cache."""
    value = get_random_string(12)
    cache.set(f"readyz-{value}", value, timeout=10)
    if cache.get(f"readyz-{value}") != value:
        raise NotReady("a value that was set did not come back")


def outbox_moves() -> None:
    """Raise NotReady when a delivery has been due for a long time and no worker took it."""
    if apps.get_model("citewell_outbox.Delivery").objects.due(timezone.now() - OUTBOX_IS_LATE).exists():
        raise NotReady("deliveries are due and no worker takes them")


CHECKS: tuple[Callable[[], None], ...] = (database, cache_keeps, outbox_moves)
