"""What publishing a page costs with few pages and with many, and editing a source that 2,000 of them cite.

On PostgreSQL, in a process of its own. One page of each kind is made as an editor makes it; the others are its copies,
made by the database, with their places in the tree and in the index of references.
`python -m benchmarks.growth [--short] [--large]` is one measurement, in the environment of a site that is empty.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tools.own_postgres import running_cluster

from . import asked
from .environments import make_environment
from .processes import end_when_told
from .reporting import Report, measure_apart
from .tables import Table, say_seconds

TITLE = "growth"
TIMES = 9
PUBLISHED, EDITED = "publish a page", "edit a source"


@dataclass(frozen=True)
class Plan:
    """With how many pages publishing is measured, and how many cite the source that is edited."""

    sizes: tuple[int, ...]
    citing: int


FULL, SHORT, LARGE = Plan((50, 5_000), 2_000), Plan((50, 500), 200), Plan((50, 5_000, 50_000), 2_000)


@dataclass
class Measured:
    """What was done, with how many pages: the seconds of each time, and how many statements the last one took."""

    name: str
    pages: int
    seconds: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def median(self) -> float:
        """The time in the middle."""
        return statistics.median(self.seconds)


def report(*, short: bool, large: bool) -> Report:
    """Measure on a PostgreSQL of its own."""
    flags = [*["--short"] * short, *["--large"] * large]
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder, running_cluster() as cluster:
        return measure_apart("benchmarks.growth", *flags, environ=make_environment(folder, cluster.url))


def measure_here(plan: Plan) -> Report:
    """Fill the site that the environment names step by step, and measure at each."""
    import django

    django.setup()
    from django.core.management import call_command

    from .articles import make_sections, make_source
    from .own_site import make_article, make_site

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    index, sections = make_site(), make_sections(1)
    plain = make_article(index, title="Plain", slug="plain", sections=make_sections(0), sources=[])
    citing = make_article(index, title="Citing", slug="citing", sections=sections, sources=[make_source(0)])
    found = []
    for size in plan.sizes:
        print(f"Making {size} pages ...", file=sys.stderr, flush=True)
        if size == plan.sizes[1]:
            copy_page(citing, plan.citing - 1)
        copy_page(plain, size - _count_below(index))
        found += measure_publishing(plain, size)
    found += measure_edit(citing, plan.citing)
    return report_of(found)


# --- Filling ----------------------------------------------------------------------------------------------------------
def _count_below(index: Any) -> int:
    return int(type(index).objects.get(pk=index.pk).numchild)


def copy_page(page: Any, count: int) -> None:
    """Put that many copies of a page beside it."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from wagtail.models import Page, ReferenceIndex

    parent = Page.objects.get(pk=page.get_parent().pk)
    copies = _make_copies(Page.objects.get(pk=page.pk), parent, count)
    made = [copied.pk for copied in Page.objects.bulk_create(copies, batch_size=1_000)]
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)
    pages = str(ContentType.objects.get_for_model(Page).pk)
    with connection.cursor() as cursor:
        _copy_rows(cursor, type(page)._meta.db_table, made, "page_ptr_id", page.pk)
        _copy_rows(
            cursor, ReferenceIndex._meta.db_table, made, "object_id", page.pk, f"given.base_content_type_id = {pages}"
        )
        # As a database that has been filled by editors would know its rows.
        cursor.execute("ANALYZE")


def _make_copies(page: Any, parent: Any, count: int) -> Iterator[Any]:
    left_out = ("id", "path", "slug", "url_path", "translation_key", "latest_revision", "live_revision")
    same = {field.name: getattr(page, field.name) for field in page._meta.concrete_fields if field.name not in left_out}
    last = type(page).objects.child_of(parent).order_by("path").last()
    for number in range(parent.numchild, parent.numchild + count):
        slug = f"copy-{number}"
        last = type(page)(path=last._inc_path(), slug=slug, url_path=f"{parent.url_path}{slug}/", **same)
        yield last


def _copy_rows(cursor: Any, table: str, copies: list[int], column: str, of: int, condition: str = "true") -> None:
    """Give every copied page the rows that the first one has in a table, with its own number in one column."""
    cursor.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table])
    kinds = dict(cursor.fetchall())
    others = [name for name in kinds if name not in (column, "id")]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join([column, *others])}) "  # noqa: S608
        f"SELECT copies.id::{kinds[column]}, {', '.join(f'given.{name}' for name in others)} "
        f"FROM unnest(%s::bigint[]) copies(id), {table} given "
        f"WHERE given.{column} = %s::{kinds[column]} AND {condition}",
        [copies, str(of)],
    )


# --- Measuring --------------------------------------------------------------------------------------------------------
def measure_publishing(page: Any, size: int) -> list[Measured]:
    """An edit is published; then the first reader comes, for whom the page is rendered."""
    from django.test import Client

    fresh, client = type(page).objects.get(pk=page.pk), Client(headers={"host": "localhost"})
    published, read = Measured(PUBLISHED, size), Measured("first reader after it", size)
    address = page.get_url_parts()[2]
    for number in range(TIMES + 1):
        fresh.title = f"Edited {size} {number}"
        _time(published, fresh.save_revision().publish)
        _time(read, partial(_read, client, address, fresh.title))
    del published.seconds[0], read.seconds[0]
    return [published, read]


def measure_edit(page: Any, citing: int) -> list[Measured]:
    """A source gets another title, as its editor stores it; then the first reader comes."""
    from django.test import Client
    from wagtail.models import ReferenceIndex

    from pages.models import Reference
    from pages.services.references import save_reference

    source, client = Reference.objects.get(), Client(headers={"host": "localhost"})
    used = ReferenceIndex.get_references_to(source).count()
    assert used == citing, f"{used} pages cite the source, not {citing}"
    edited, read = Measured(EDITED, used), Measured("first reader after that", used)
    address = page.get_url_parts()[2]

    for number in range(TIMES + 1):
        csl = source.csl | {"title": f"Title {number} of a source"}
        _time(edited, partial(save_reference, csl=csl, reference=source))
        _time(read, partial(_read, client, address, csl["title"]))
    del edited.seconds[0], read.seconds[0]
    return [edited, read]


def _time(measured: Measured, call: Callable[[], object]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        call()
        measured.seconds.append(time.perf_counter() - started)
    measured.queries = len(queries)


def _read(client: Any, address: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    assert words.encode() in answer.content, f"{address} does not say {words}"


def report_of(found: list[Measured]) -> Report:
    """Return the table, and what is asked."""
    floors: dict[str, float] = {}
    lines = [["", "pages", "median", "× fewest", "queries"]]
    for each in found:
        floor = floors.setdefault(each.name, each.median)
        cells = [str(each.pages), say_seconds(each.median), f"{each.median / floor:.2f}", str(each.queries)]
        lines.append([each.name, *cells])
    published = [each.median for each in found if each.name == PUBLISHED]
    edited = [each.median for each in found if each.name == EDITED]
    judged = {asked.PUBLISHING: published[-1] / published[0], asked.SHARED: edited[-1]}
    return Report([Table(f"{TITLE}, PostgreSQL", lines)], judged)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    end_when_told()
    print(measure_here(SHORT if options.short else LARGE if options.large else FULL).as_json())
