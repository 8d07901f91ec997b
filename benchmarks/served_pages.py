"""Pages and their JSON as a reader gets them, over HTTP, against a stock Wagtail site on the same PostgreSQL.

Beside them a plain Django view with the same bytes (the floor), and nginx with published pages and with a plain file.
All are served at once by gunicorn as the product ships it, two processes each, and asked one after the other.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from . import asked
from .articles import make_source
from .front import running_front
from .hammer import Target, running_hammer
from .loads import Load, choose, find, measure_loads, table_of
from .own_site import path_of
from .reporting import Report
from .sites import FIRST_SLUG, MANY, MANY_SLUG, ServedSite, served_by_gunicorn

TITLE = "served pages"
CLIENTS = (1, 16)
ANY_QUERY = "?rendered"
"""What is asked with a query is rendered, not kept."""

KEPT, STOCK, PLAIN = "HTML, kept", "HTML, stock", "HTML, plain view"
NOT_MODIFIED = "HTML, 304"
JSON, V2, V3 = "JSON, kept", "JSON, v2", "JSON, v3"
LIST, LIST_V2 = "JSON list of 50", "JSON list of 50, v2"
PUBLISHED, PLAIN_FILE = "file, published", "file, plain"
FIRST_FEW, FIRST_MANY, FIRST_STOCK = "first render (3)", "first render (500)", "first render (500), wagtail-footnotes"
ROWS = (
    *(KEPT, STOCK, PLAIN, NOT_MODIFIED, JSON, V2, V3, LIST, LIST_V2, PUBLISHED, PLAIN_FILE),
    *(FIRST_FEW, FIRST_MANY, FIRST_STOCK),
)
LAST_SOURCE = make_source(MANY - 1)["title"]
NAMES = (TITLE, *ROWS)
OURS_LIST = "/api/v1/pages?type=condition&limit=50&include=content,references"
STOCK_LIST = "/api/v2/pages/?type=articles.ArticlePage&fields=*&limit=50"


def report(own: ServedSite, stock: ServedSite, folder: Path, *, rounds: int, seconds: float, only: str) -> Report:
    """Serve both and the floors, and measure; what is written goes into the folder."""
    with ExitStack() as stack:
        ports = (stack.enter_context(own.served()), stack.enter_context(stock.served()))
        for port, path in ((ports[0], path_of(MANY_SLUG)), (ports[1], f"/{MANY_SLUG}/")):
            shown = ask(port, path).read()
            assert LAST_SOURCE.encode() in shown, f"{path} does not show all its sources"
        loads = list(_answered(own, stock, *ports))
        page = folder / "page.html"
        page.write_bytes(ask(ports[0], path_of(FIRST_SLUG)).read())
        floor = {"FLOOR_FILE": str(page), "WEB_CONCURRENCY": "2"}
        at = stack.enter_context(served_by_gunicorn("benchmarks.floor", own.folder, floor))
        loads += [Load(PLAIN, clients, Target(at, "/")) for clients in CLIENTS]
        loads += _from_files(stack, folder, own, ports[0], page)
        chosen = loads if only in TITLE else choose(loads, only)
        hammer = stack.enter_context(running_hammer())
        measure_loads(hammer, chosen, rounds=rounds, seconds=seconds)
    chosen.sort(key=lambda load: (ROWS.index(load.name), load.clients))
    return Report([table_of(f"{TITLE}, PostgreSQL", chosen)], dict(judge(chosen)))


def _answered(own: ServedSite, stock: ServedSite, own_port: int, stock_port: int) -> Iterator[Load]:
    """What the two sites answer, with what each takes from the database."""
    html, pk, other = path_of(FIRST_SLUG), own.pages[FIRST_SLUG], stock.pages[FIRST_SLUG]
    many = path_of(MANY_SLUG) + ANY_QUERY
    ours = {
        KEPT: (html, STOCK, CLIENTS),
        JSON: (f"/api/v1/pages/{pk}", V2, CLIENTS),
        LIST: (OURS_LIST, LIST_V2, CLIENTS),
        FIRST_FEW: (html + ANY_QUERY, "", (1,)),
        FIRST_MANY: (many, FIRST_STOCK, (1,)),
    }
    theirs = {
        STOCK: (f"/{FIRST_SLUG}/", "", CLIENTS),
        V2: (f"/api/v2/pages/{other}/", "", CLIENTS),
        V3: (f"/api/v3/pages/{other}/", "", CLIENTS),
        LIST_V2: (STOCK_LIST, "", CLIENTS),
        FIRST_STOCK: (f"/{MANY_SLUG}/", "", (1,)),
    }
    for site, port, rows in ((own, own_port, ours), (stock, stock_port, theirs)):
        queries = site.count_queries(*(path for path, _peer, _clients in rows.values()))
        for name, (path, peer, numbers) in rows.items():
            for clients in numbers:
                yield Load(name, clients, Target(port, path), peer=peer, queries=queries[path])
    known = (f"If-None-Match: {ask(own_port, html).headers['ETag']}",)
    for clients in CLIENTS:
        yield Load(NOT_MODIFIED, clients, Target(own_port, html, known), status=304, peer=STOCK)


def _from_files(stack: ExitStack, folder: Path, own: ServedSite, port: int, page: Path) -> Iterator[Load]:
    """What nginx serves by itself; nothing where it is not installed."""
    pages = folder / "pages"
    own.run("manage.py", "publish_pages", STATIC_PAGES=str(pages))
    if front := stack.enter_context(running_front(folder / "nginx", pages, page, port)):
        for clients in CLIENTS:
            yield Load(PUBLISHED, clients, Target(front.published, path_of(FIRST_SLUG)), peer=PLAIN_FILE)
            yield Load(PLAIN_FILE, clients, Target(front.plain, "/page.html"))


def ask(port: int, path: str) -> HTTPResponse:
    """Return an answer as any reader gets it, with its body still to be read."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    assert answer.status == 200, f"{path} answers {answer.status}"
    return answer


def judge(loads: Sequence[Load]) -> Iterator[tuple[str, float]]:
    """Yield what was found for what is asked, where both sides were measured."""
    for name, ours, theirs, clients in (
        (asked.HTML_1, KEPT, STOCK, 1),
        (asked.HTML_16, KEPT, STOCK, 16),
        (asked.HTML_FLOOR_1, KEPT, PLAIN, 1),
        (asked.HTML_FLOOR_16, KEPT, PLAIN, 16),
        (asked.V2_1, JSON, V2, 1),
        (asked.V2_16, JSON, V2, 16),
        (asked.V3_1, JSON, V3, 1),
        (asked.V3_16, JSON, V3, 16),
        (asked.LIST, LIST, LIST_V2, 1),
        (asked.NOT_MODIFIED, NOT_MODIFIED, STOCK, 1),
        (asked.FILES_1, PUBLISHED, PLAIN_FILE, 1),
        (asked.FILES_16, PUBLISHED, PLAIN_FILE, 16),
        (asked.FIRST, FIRST_MANY, FIRST_STOCK, 1),
        # Time is the other way round: that of many is the rate of few to theirs.
        (asked.FIRST_GROWTH, FIRST_FEW, FIRST_MANY, 1),
    ):
        left, right = find(loads, ours, clients), find(loads, theirs, clients)
        if left and right and right.rate:
            yield name, left.rate / right.rate
    for name, ours in ((asked.HTML_QUERIES, KEPT), (asked.LIST_QUERIES, LIST)):
        if (load := find(loads, ours, 1)) and load.queries is not None:
            yield name, load.queries
