"""One request that may end in a kept answer: from the first look until the page is rendered."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from ..models.snapshot import Address, Finished
from . import keeping
from .answering import CONDITIONS, answer_with, apply_conditions, may_be_kept, read_wishes
from .asking import has_fitting_port
from .confirming import confirm, next_end
from .noting import read_clock
from .reading import Reading
from .statements import pack
from .watched import always_used

PAUSE = 0.02
"""Seconds between two looks at an answer that another request makes."""


class Ticket:
    """What the middleware puts on a request that found no kept answer; the page that serves it calls `present`."""

    def __init__(self, request: HttpRequest, address: Address) -> None:
        self._request = request
        self._address = address
        # Before anything of the page is read: what changes from here on will have a higher number.
        self._seen = read_clock()
        self._began = timezone.now()
        self._roots: Any = None
        self._language = get_language()
        self._reading = Reading()
        self._lease: keeping.Lease | None = None
        self._page: Any = None
        self._conditions: dict[str, str] = {}

    def confirm(self) -> HttpResponse | None:
        """Return the kept answer where its tables changed, but nothing that it was read from."""
        if self._seen is None or not confirm(self._address, seen=self._seen, now=self._began):
            return None
        finished = self._look()
        return answer_with(self._request, finished) if finished else None

    @contextmanager
    def rendering(self) -> Iterator[None]:
        """To be entered while the page is rendered."""
        with self._reading:
            # Wagtail keeps them in a cache, of this process or of all, and another may have moved a site since.
            Site.clear_site_root_paths_cache()
            self._roots = Site.get_site_root_paths()
            yield

    def present(self, page: Any, *, addresses: Collection[str] = (), is_list: bool = False) -> HttpResponse | None:
        """Say that this page answers; return its answer if another request made it meanwhile, else None: render it.

        The first to ask gets leave to make the answer. Others wait for that one, and render themselves if it fails.
        `addresses`, paths with their queries, are those under which it is kept: few, for anyone can think of more. A
        page itself has one. A list of pages is presented with the page at the root.
        """
        if self._seen is None or self._lease or not self._is_own_address(page, addresses):
            return None
        if self._request.method != "GET" or self._request.COOKIES or self._language != settings.LANGUAGE_CODE:
            return None
        site = Site.find_for_request(self._request)
        with self._reading.paused():
            taken = keeping.take_lease(self._address, site=site, page=page, is_list=is_list)
            if isinstance(taken, keeping.Held):
                return None if taken.is_refused else self._wait(taken, site)
            if finished := self._look():  # by who had the lease until now
                if taken:
                    keeping.give_back(taken)
                return answer_with(self._request, finished)
        if taken:
            self._lease, self._page = taken, page
            # What is kept is the whole answer; the conditions are applied to it afterwards.
            for name in CONDITIONS:
                if name in self._request.META:
                    self._conditions[name] = self._request.META.pop(name)
        return None

    def finish(self, response: HttpResponseBase) -> HttpResponseBase:
        """Keep the answer, if leave was given and it can be kept, and return what is sent."""
        if self._lease is None:
            return response
        self._request.META.update(self._conditions)
        # A database that goes away now takes nothing from the reader: the page is made.
        with suppress(Error):
            self._keep(self._lease, response)
        self._lease = None
        return apply_conditions(self._request, response)

    def _keep(self, lease: keeping.Lease, response: Any) -> None:
        """Keep a whole answer if it is one for everybody, or give the lease back."""
        tables = self._reading.tables if may_be_kept(self._request, response) else None
        ended = self._page.expire_at is not None and self._page.expire_at <= timezone.now()
        # No other thread put older ones into the cache meanwhile.
        is_placed = self._roots == Site.get_site_root_paths()
        if tables is None or ended or not is_placed or self._seen is None:
            # A fault, older places and rows that were made in passing are of this time alone.
            is_lasting = response.status_code == 200 and is_placed and not self._reading.has_written
            keeping.give_back(lease, refused=is_lasting)
            return
        asked = self._reading.statements(since=self._began)
        keeping.keep(
            lease,
            headers=dict(response.items()),
            etag=response["ETag"],
            body=response.content,
            seen=self._seen,
            uses=tables | always_used() | {keeping.recording()},
            asked=b"" if asked is None else pack(asked),
            until=next_end(self._began),
        )

    def abandon(self) -> None:
        """Give back what was taken; nothing happens where `finish` came first."""
        if self._lease:
            keeping.give_back(self._lease)

    def _is_own_address(self, page: Any, addresses: Collection[str]) -> bool:
        """Whether the site is found by its own name, and the page asked for under an address of its own."""
        site = Site.find_for_request(self._request)
        if site is None or site.hostname.lower() != self._address.hostname or not has_fitting_port(self._address, site):
            return False
        if addresses:
            return self._address.path in addresses
        parts = page.get_url_parts(self._request)
        return bool(parts) and parts[0] == site.pk and parts[2] == self._address.path

    def _look(self) -> Finished | None:
        return keeping.read_finished(self._address, **read_wishes(self._request.META))

    def _wait(self, held: keeping.Held, site: Any) -> HttpResponse | None:
        while timezone.now() < held.until:
            time.sleep(PAUSE)
            # In this order: who keeps an answer gives the lease back with it.
            is_over = keeping.read_holder(self._address, site=site) is None
            if finished := self._look():
                return answer_with(self._request, finished)
            if is_over:
                break
        return None
