"""Asking the addresses that public pages lead to whether they are still there; never within a request."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ..links.ask import Answer, ask
from ..links.find_links import find_links
from ..models import LinkCheck
from ..models.base import Page
from ..models.citable import CitablePage
from ..models.gates import read_prose

AT_ONCE = 8
"""Hosts that are asked at the same time; each of them is asked one question after another."""


def check_links() -> Iterator[LinkCheck]:
    """Ask every address that is due, store what it says, and yield it. Addresses on no public page are forgotten."""
    wanted = find_addresses()
    known = dict(LinkCheck.objects.values_list("url", "pk"))
    LinkCheck.objects.filter(pk__in=[pk for url, pk in known.items() if url not in wanted]).delete()
    LinkCheck.objects.bulk_create([LinkCheck(url=url) for url in sorted(wanted - known.keys())], ignore_conflicts=True)
    due = sorted(LinkCheck.objects.due(), key=lambda check: (_host(check.url), check.url))
    by_host = [list(checks) for _name, checks in groupby(due, key=lambda check: _host(check.url))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answers in pool.map(_ask_all, by_host):
            for check, answer in answers:
                yield _store(check, answer)


def find_addresses() -> set[str]:
    """Return the addresses elsewhere that the texts of public pages lead to."""
    pages = Page.objects.live().public().specific().iterator(100)
    return {
        address for page in pages if isinstance(page, CitablePage) for address in find_links(read_prose(page)).addresses
    }


def _ask_all(checks: list[LinkCheck]) -> list[tuple[LinkCheck, Answer]]:
    """Runs in a thread of its own and asks the database nothing."""
    agent = f"Citewell link check ({settings.WAGTAILADMIN_BASE_URL})"
    allowed = [host.lower() for host in getattr(settings, "CITEWELL_LINKS_ALLOWED_HOSTS", [])]
    return [(check, ask(check.url, user_agent=agent, allowed=allowed)) for check in checks]


def _store(check: LinkCheck, answer: Answer) -> LinkCheck:
    check.status, check.code, check.checked_at = answer.status, answer.code, timezone.now()
    check.failures = 0 if answer.is_well else min(check.failures + 1, 1_000)
    check.save()
    return check


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
