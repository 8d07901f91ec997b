"""The two sites that are compared, ours and a stock one, with the same articles, each on a database of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tools.own_postgres import Cluster

from .articles import make_sections, make_source, print_source
from .environments import make_environment
from .form_requests import KINDS
from .processes import ROOT, free_port, serving
from .stock.build import build_stock

FEW, MANY = 3, 500
LISTED = 50
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"))
FIRST_SLUG, MANY_SLUG = "article-1", "many"


@dataclass(frozen=True)
class ServedSite:
    """A project that gunicorn can serve: where it is, what it is told, and its articles' numbers by their slugs."""

    folder: Path
    environ: dict[str, str]
    wsgi: str
    pages: dict[str, int]

    def count_queries(self, *paths: str) -> dict[str, int]:
        """How many statements each path takes."""
        return dict(json.loads(self.run(str(ROOT / "benchmarks" / "count_queries.py"), *paths).splitlines()[-1]))

    def run(self, *arguments: str, **environ: str) -> str:
        """Run a Python program of the project, with this in its environment besides; return what it printed."""
        known = os.environ | self.environ | environ
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=self.folder, env=known, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[int]:
        """Let gunicorn serve it, and give the port from when it takes connections."""
        with served_by_gunicorn(self.wsgi, self.folder, self.environ) as port:
            yield port


@contextmanager
def served_by_gunicorn(wsgi: str, folder: Path, environ: dict[str, str]) -> Iterator[int]:
    """Two processes, with the configuration that the product ships, whoever's application it is."""
    port = free_port()
    told = environ | {"BIND": f"127.0.0.1:{port}"}
    with serving(*GUNICORN, wsgi, port=port, environ=told, folder=folder):
        yield port


def gunicorn(site: ServedSite, port: int) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """The same, from the moment of its start."""
    return serving(*GUNICORN, site.wsgi, environ=site.environ | {"BIND": f"127.0.0.1:{port}"}, folder=site.folder)


def words() -> dict[str, object]:
    """What both sites say: fifty articles with few citations, one with many, and a form."""
    slugs = [(f"article-{number}", FEW) for number in range(1, LISTED + 1)]
    articles = [
        {
            "title": f"Article {slug}",
            "slug": slug,
            "lead": "<p>A lead.</p>",
            "sections": make_sections(citations),
            "records": [make_source(number) for number in range(citations)],
            "sources": [print_source(number) for number in range(citations)],
        }
        for slug, citations in [*slugs, (MANY_SLUG, MANY)]
    ]
    return {"articles": articles, "form": KINDS}


def build_sites(folder: Path, cluster: Cluster) -> tuple[ServedSite, ServedSite]:
    """Make both in a folder; returns ours and the stock one."""
    own = build_own(folder, cluster)
    stock = build_stock(folder / "stock", make_environment(str(folder), create_database(cluster, "stock")), words())
    _analyze(url_of(cluster, "stock"))
    return own, ServedSite(stock.folder, stock.environ, "bench.wsgi", stock.pages)


def build_own(folder: Path, cluster: Cluster) -> ServedSite:
    """Make ours alone."""
    file = folder / "words.json"
    file.write_text(json.dumps(words()), encoding="utf-8")
    own = ServedSite(ROOT, make_environment(str(folder / "own"), create_database(cluster, "own")), "cms.wsgi", {})
    own.run("manage.py", "migrate", "--verbosity=0")
    own.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
    own.pages.update(json.loads(own.run("-m", "benchmarks.own_site", str(file)).splitlines()[-1]))
    _analyze(url_of(cluster, "own"))
    return own


def _analyze(url: str) -> None:
    """Let the database know its rows, as one that has been in use does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def create_database(cluster: Cluster, name: str) -> str:
    """Make an empty database and return its address."""
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return url_of(cluster, name)


def url_of(cluster: Cluster, name: str) -> str:
    """The address of one of the cluster's databases."""
    return cluster.url.rpartition("/")[0] + f"/{name}"
