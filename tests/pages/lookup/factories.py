"""Replies in the shapes in which Crossref and PubMed give them, a host on loopback that gives them, and a cache."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.core.cache import cache

from pages.lookup.resolver import Resolver

REPLIES = Path(__file__).parent / "replies"
KETAMINE = "10.1213/ane.0000000000001787"
RETRACTED = "10.1016/s0140-6736(97)11096-0"
CLASSIFICATION = "10.1097/j.pain.0000000000000160"

# The clinic's third reference as it is printed.
PRINTED = (
    "Maher D, Chen L, et al. Intravenous Infusions for Neuropathic Pain Management: A Promising Therapy in Need of "
    "Optimization. Anesth Analg. 201; 124: 661-674."
)


def reply(name: str) -> bytes:
    """Return a recorded reply."""
    return (REPLIES / name).read_bytes()


def make_work(**overrides: Any) -> dict[str, Any]:
    """A work as Crossref gives it, cut to what a test looks at."""
    return {"DOI": "10.5555/work", "type": "journal-article", "title": ["A title"], **overrides}


def make_article(inside: str = "", *, title: str = "A title.", data: str = "", citation: str = "") -> bytes:
    """An efetch reply of one article, PMID 1, cut to what a test looks at."""
    return (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{title}</ArticleTitle>"
        f"{inside}</Article>{citation}</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
        f"</PubmedArticleSet>"
    ).encode()


class MemoryCache:
    """What the resolver asks of a cache, kept in a dict; nothing in it grows old."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    def set(self, key: str, value: Any, timeout: float | None = None) -> None:
        self.kept[key] = value

    def add(self, key: str, value: Any, timeout: float | None = None) -> bool:
        return self.kept.setdefault(key, value) is value

    def incr(self, key: str) -> int:
        self.kept[key] += 1
        return self.kept[key]


class BrokenCache:
    """A cache whose server is down."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def fail(*args: Any, **kwargs: Any) -> Any:
            raise ConnectionError("the cache is down")

        return fail


class Host:
    """A real HTTP server on loopback: `routes` maps a path (without the query) to what is sent back.

    A value is (status, body), (status, body, headers), or a function that is given the request handler.
    """

    def __init__(self, routes: dict[str, Any]) -> None:
        self.routes, self.asked, self.headers = routes, [], []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.headers.append(dict(self.headers))
                answer = host.routes.get(self.path.partition("?")[0], (404, b"Resource not found."))
                with contextlib.suppress(OSError):  # the other side gave up, as some tests want
                    if callable(answer):
                        answer(self)
                        return
                    status, body, *headers = answer
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), **(headers[0] if headers else {})}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Keep the output of the tests clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@contextlib.contextmanager
def serving(routes: dict[str, Any]) -> Iterator[Host]:
    """Serve the routes while the block runs."""
    host = Host(routes)
    thread = threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """Send a header that never ends, one byte at a time."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _byte in range(400):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def crossref_path(doi: str) -> str:
    """Return the path at which Crossref keeps a DOI."""
    return "/works/" + doi.replace("/", "%2F").replace("(", "%28").replace(")", "%29")


def recorded() -> dict[str, Any]:
    """The routes of a host that is both Crossref and PubMed and has the recorded replies."""
    return {
        crossref_path(KETAMINE): (200, reply("crossref_ketamine.json")),
        crossref_path(RETRACTED): (200, reply("crossref_retracted.json")),
        "/efetch.fcgi": send_article,
        "/esearch.fcgi": send_search,
    }


def send_article(handler: BaseHTTPRequestHandler) -> None:
    """Answer as efetch does: an empty set for a number that PubMed does not have."""
    known = {"id=25844555&": "pubmed_treede.xml", "id=9500320&": "pubmed_retracted.xml"}
    name = next((name for mark, name in known.items() if mark in handler.path), "pubmed_empty.xml")
    _send(handler, reply(name))


def send_search(handler: BaseHTTPRequestHandler) -> None:
    """Answer as esearch does."""
    found = "j.pain.0000000000000160" in handler.path
    _send(handler, reply("pubmed_search.json" if found else "pubmed_search_empty.json"))


def _send(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def make_resolver(url: str, **overrides: Any) -> Resolver:
    """A resolver for which Crossref and PubMed are at one address, that may ask as often as it likes."""
    given = {"cache": MemoryCache(), "crossref_url": url, "pubmed_url": url, "budget": 3.0, "per_second": 1000}
    return Resolver(**{**given, **overrides})


@contextlib.contextmanager
def asking(settings: Any, routes: dict[str, Any] | None = None) -> Iterator[Host]:
    """Let the whole site ask a host with these routes, by default the recorded ones, and remember nothing before it."""
    with serving(recorded() if routes is None else routes) as host:
        settings.CITEWELL_CROSSREF_URL = settings.CITEWELL_PUBMED_URL = host.url
        cache.clear()
        yield host
        cache.clear()
