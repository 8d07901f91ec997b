"""Asking the addresses that published pages lead to whether they are still there; never within a request."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ..links.answers import Answer
from ..links.visit import visit
from ..models import LinkCheck
from ..models.base import Page
from ..models.broken_links import find_web_addresses
from ..models.content_health import read_pages
from ..models.link_check import ASKED_EVERY

AT_ONCE = 8
"""Hosts that are asked at the same time; each of them is asked one question after another."""
TIMEOUT = 15.0
PAUSE = 1.0
"""Seconds between two questions to one host."""
SILENCES = 2
"""After so many questions without an answer a host is left in peace until the next run."""

Ask = Callable[[str], Answer]


def check_links(*, every: timedelta = ASKED_EVERY, pause: float = PAUSE) -> Iterator[LinkCheck]:
    """Ask every address that is due, store what it says, and yield it. Addresses on no page are forgotten."""
    gather_links()
    by_host: dict[str, list[LinkCheck]] = {}
    for check in LinkCheck.objects.due(every=every):
        by_host.setdefault(urlsplit(check.url).hostname or "", []).append(check)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answers in pool.map(lambda checks: list(ask_host(checks, pause=pause)), by_host.values()):
            for check, answer in answers:
                yield _store(check, answer)


def gather_links() -> None:
    """Let there be a check for each address that a published page leads to, and no other."""
    wanted = find_web_addresses(read_pages(Page.objects.live().values("pk")))
    known = dict(LinkCheck.objects.values_list("url", "pk"))
    LinkCheck.objects.filter(pk__in=[pk for url, pk in known.items() if url not in wanted]).delete()
    LinkCheck.objects.bulk_create([LinkCheck(url=url) for url in sorted(wanted - known.keys())], ignore_conflicts=True)


def ask_host(
    checks: Iterable[LinkCheck],
    *,
    pause: float,
    ask: Ask | None = None,
    sleep: Callable[[float], Any] = time.sleep,
) -> Iterator[tuple[LinkCheck, Answer]]:
    """Ask about addresses of one host, one after another, and yield what came. It asks the database nothing.

    A host that asks for patience, or that is silent twice, is left alone: of its other addresses nothing is yielded.
    """
    ask_one = ask or ask_politely
    silences = 0
    for number, check in enumerate(checks):
        if number:
            sleep(pause)
        answer = ask_one(check.url)
        yield check, answer
        silences = silences + 1 if answer.is_silence else 0
        if answer.retry_after is not None or answer.status == 429 or silences >= SILENCES:
            return


def ask_politely(url: str) -> Answer:
    """Ask as this site: with a name that the host can write to, and only where the operator lets it go."""
    contact = getattr(settings, "CITEWELL_LOOKUP_CONTACT", "") or settings.WAGTAILADMIN_BASE_URL
    allowed = [host.lower() for host in getattr(settings, "CITEWELL_LINKS_ALLOWED_HOSTS", [])]
    return visit(url, timeout=TIMEOUT, user_agent=f"Citewell link check ({contact})", allowed=allowed)


def _store(check: LinkCheck, answer: Answer) -> LinkCheck:
    check.status, check.code, check.checked_at = answer.status, answer.code, timezone.now()
    check.failures = 0 if answer.is_well else min(check.failures + 1, 1_000)
    # An update, so that one which was forgotten meanwhile does not come back.
    values = {name: getattr(check, name) for name in ("status", "code", "checked_at", "failures")}
    LinkCheck.objects.filter(pk=check.pk).update(**values)
    return check
