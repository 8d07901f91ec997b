"""The one way to ask about a source: cache, pauses, turns, the question itself and what its answer means."""

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ..csl.identifiers import normalise_doi, normalise_pmid
from . import crossref, pubmed
from .answer import CROSSREF, PUBMED, Found, Garbled, NotAnIdentifier, NotFound, Record, Unavailable
from .fetch import FetchError, Reply, fetch
from .store import Cache, Store, wait_turn

FOUND_FOR = 24 * 3600
MISSING_FOR = 3600
PAUSE = 30
LONGEST_PAUSE = 3600
SHORTEST_TIME = 0.05


@dataclass(frozen=True)
class Resolver:
    """Asks Crossref and PubMed. An empty address switches that source off.

    `budget` is the most seconds that one look-up takes, all its questions and waits together. `per_second` is how often
    a host is asked at most: NCBI allows 3 without a key, Crossref 5.
    """

    cache: Cache
    crossref_url: str
    pubmed_url: str
    contact: str = ""
    agent: str = "Citewell"
    budget: float = 8.0
    patience: float = 3.0
    per_second: int = 3

    def look_up(self, identifier: str) -> Found:
        """Return the record of a DOI or PubMed id, in any of the forms in which people paste them.

        A DOI that Crossref does not have is looked for at PubMed. Raises NotAnIdentifier, NotFound or Unavailable.
        """
        doi, pmid = normalise_doi(identifier), normalise_pmid(identifier)
        if doi:
            return self.find_doi(doi)
        if pmid:
            return self.find_pmid(pmid)
        raise NotAnIdentifier(identifier)

    def find_doi(self, doi: str) -> Found:
        """Return the record of a normalised DOI, from Crossref or else from PubMed."""
        deadline = self._deadline()
        try:
            return self.ask_crossref(doi, deadline)
        except NotFound as absent:
            if not self.pubmed_url:
                raise
            try:
                return self.ask_pubmed_for_doi(doi, deadline)
            except NotFound:
                raise NotFound([CROSSREF, PUBMED], doi) from absent

    def find_pmid(self, pmid: str) -> Found:
        """Return PubMed's record of a normalised PubMed id."""
        return self.ask_pubmed(pmid, self._deadline())

    def ask_crossref(self, doi: str, deadline: float | None = None) -> Found:
        """Return Crossref's record of a DOI."""
        url = f"{self.crossref_url.rstrip('/')}/works/{quote(doi, safe='')}" if self.crossref_url else ""
        return self._remembered(CROSSREF, doi, url, {"mailto": self.contact}, crossref.read_reply, deadline)

    def ask_pubmed(self, pmid: str, deadline: float | None = None) -> Found:
        """Return PubMed's record of a PubMed id."""

        def read(body: bytes) -> Record | None:
            return pubmed.read_reply(body).get(pmid)

        url = self._pubmed_url("efetch.fcgi", db="pubmed", id=pmid, retmode="xml")
        return self._remembered(PUBMED, f"PMID {pmid}", url, self._ncbi(), read, deadline)

    def ask_pubmed_for_doi(self, doi: str, deadline: float | None = None) -> Found:
        """Return PubMed's record of a DOI.

        PubMed's search guesses where it does not know a phrase, so only a record that has this DOI counts.
        """
        deadline = deadline or self._deadline()
        url = self._pubmed_url("esearch.fcgi", db="pubmed", term=f'"{doi}"[doi]', retmode="json")
        key = f"ids:{_digest(url)}"
        store = Store(self.cache)
        ids = store.get(key)
        if not isinstance(ids, list):
            body = self._ask(PUBMED, doi, url, self._ncbi(), deadline)
            ids = _read(PUBMED, pubmed.read_found_ids, body)
            store.set(key, ids, FOUND_FOR if ids else MISSING_FOR)
        if len(ids) != 1:
            raise NotFound([PUBMED], doi)
        found = self.ask_pubmed(ids[0], deadline)
        if found.item.get("DOI") != doi:
            raise NotFound([PUBMED], doi)
        return found

    def _remembered(
        self,
        source: str,
        shown: str,
        url: str,
        manners: dict[str, str],
        read: Callable[[bytes], Record | None],
        deadline: float | None,
    ) -> Found:
        """Return the record at this address, from the cache or else from the source, whose answer is then kept."""
        store, key = Store(self.cache), f"answer:{_digest(url)}"
        kept = store.get(key)
        if isinstance(kept, dict):
            if kept.get("missing"):
                raise NotFound([source], shown)
            try:
                return Found.from_plain(kept)
            except (KeyError, TypeError, ValueError):
                pass  # kept by another release: ask again
        try:
            record = _read(source, read, self._ask(source, shown, url, manners, deadline or self._deadline()))
        except NotFound:
            store.set(key, {"missing": True}, MISSING_FOR)
            raise
        if record is None:
            store.set(key, {"missing": True}, MISSING_FOR)
            raise NotFound([source], shown)
        found = Found(record.item, record.notices, source, datetime.now(UTC), record.also)
        store.set(key, found.to_plain(), FOUND_FOR)
        return found

    def _ask(self, source: str, shown: str, url: str, manners: dict[str, str], deadline: float) -> bytes:
        """Return the body of a good answer; after a fault the host is left alone for a while."""
        if not url:
            raise Unavailable("off", source)
        host, store = urlsplit(url).netloc, Store(self.cache)
        paused_until = store.get(f"pause:{host}")
        if isinstance(paused_until, int | float) and paused_until > time.time():
            raise Unavailable("busy", source, seconds=str(math.ceil(paused_until - time.time())))
        patience = min(self.patience, deadline - time.monotonic())
        if not wait_turn(store, host, per_second=self.per_second, patience=patience):
            raise Unavailable("busy", source, seconds="5")
        reply = self._fetch(source, _with_query(url, manners), host, deadline)
        if reply.status == 200:
            return reply.body
        if reply.status == 404 or (reply.status == 400 and source == PUBMED):
            raise NotFound([source], shown)
        if reply.status in {429, 503}:
            seconds = min(reply.retry_after or PAUSE, LONGEST_PAUSE)
            self._pause(host, seconds)
            raise Unavailable("busy", source, seconds=str(math.ceil(seconds)))
        raise Unavailable("refused", source, status=str(reply.status))

    def _fetch(self, source: str, url: str, host: str, deadline: float) -> Reply:
        remaining = deadline - time.monotonic()
        try:
            if remaining < SHORTEST_TIME:
                raise FetchError("slow")
            about = f"{self.agent} (mailto:{self.contact})" if self.contact else self.agent
            return fetch(url, timeout=remaining, user_agent=about)
        except FetchError as error:
            if error.code in {"slow", "unreachable"}:
                self._pause(host, PAUSE)
            raise Unavailable(error.code, source) from error

    def _pause(self, host: str, seconds: float) -> None:
        Store(self.cache).set(f"pause:{host}", time.time() + seconds, seconds)

    def _pubmed_url(self, call: str, **query: str) -> str:
        return f"{self.pubmed_url.rstrip('/')}/{call}?{urlencode(query)}" if self.pubmed_url else ""

    def _ncbi(self) -> dict[str, str]:
        """What NCBI asks every program to send along (E-utilities, "Usage guidelines")."""
        return {"tool": "citewell", "email": self.contact}

    def _deadline(self) -> float:
        return time.monotonic() + self.budget


def _read(source: str, read: Callable[[bytes], Any], body: bytes) -> Any:
    try:
        return read(body)
    except Garbled as error:
        raise Unavailable("garbled", source) from error


def _with_query(url: str, more: dict[str, str]) -> str:
    query = urlencode({key: value for key, value in more.items() if value})
    return url + ("&" if "?" in url else "?") + query if query else url


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
