"""What the delivery API costs, list and detail, cold, warm and 304, against Wagtail's v2 and v3 over the same pages.

Cold is the first answer of a process that has rendered nothing: what is kept between requests is emptied before each.
"""

import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path, resolve
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Site

from pages.models import ConditionIndexPage, ConditionPage

from .measuring import Row, measure, table
from .own_site import make_site
from .pages_with_citations import make_page
from .reporting import Report

TITLE = "delivery API"
COUNTS = (50, 5_000)
CITATIONS = (3, 50, 500)
LISTED = 20
FIELDS = ("lead", "body", "summary", "questions", "off_label_notice", "last_reviewed")

v2 = WagtailAPIRouter("benchmark_v2")
v2.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [path("api/v2/", v2.urls), path("", include("cms.urls"))]


def report(*, rounds: int) -> Report:
    """Measure with few pages and with many; returns the tables."""
    ConditionPage.api_fields = [APIField(name) for name in FIELDS]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        index, details = _build()
        tables = []
        for count in COUNTS:
            print(f"Making {count} pages ...", file=sys.stderr, flush=True)
            _fill(index, count)
            rows = list(_rows(count, details))
            measure(rows, rounds=rounds)
            tables.append(table(f"{TITLE}, {count} pages", rows))
    return Report(tables)


def _build() -> tuple[ConditionIndexPage, dict[int, int]]:
    index = make_site("api-bench")
    return index, {size: make_page(index, size).pk for size in CITATIONS}


def _fill(index: ConditionIndexPage, count: int) -> None:
    parent = ConditionIndexPage.objects.get(pk=index.pk)
    for number in range(parent.numchild, count):
        parent.add_child(instance=ConditionPage(title=f"Page {number}", slug=f"page-{number}", lead="<p>A lead.</p>"))


def _rows(count: int, details: dict[int, int]) -> Iterator[Row]:
    client = Client()
    lists = {
        "v1": f"/api/v1/pages?type=condition&limit={LISTED}",
        "v2": f"/api/v2/pages/?type=citewell_pages.ConditionPage&limit={LISTED}",
        "v3": f"/api/v3-preview/pages/?limit={LISTED}",
    }
    yield from _compare(client, f"list of {LISTED} of {count}", lists)
    for size, pk in details.items():
        own = {"v1": f"/api/v1/pages/{pk}", "v2": f"/api/v2/pages/{pk}/", "v3": f"/api/v3-preview/pages/{pk}/"}
        yield from _compare(client, f"detail, {size} citations, {count} pages", own)


def _compare(client: Client, name: str, addresses: dict[str, str]) -> Iterator[Row]:
    floor = f"{name}: v2, warm"
    for version in sorted(addresses, key=lambda version: version != "v2"):
        address = addresses[version]
        if not _is_mounted(address):
            continue
        label = f"{name}: {version}"
        beside = "" if version == "v2" else floor
        yield Row(f"{label}, warm", partial(client.get, address), beside, _notes(client, address))
        yield Row(f"{label}, cold", partial(_cold, client, address), floor, {})
        if etag := client.get(address).get("ETag"):
            kept = partial(client.get, address, headers={"If-None-Match": etag})
            assert kept().status_code == 304
            yield Row(f"{label}, 304", kept, floor, {})


def _cold(client: Client, address: str) -> Any:
    cache.clear()
    Site.clear_site_root_paths_cache()
    return client.get(address)


def _notes(client: Client, address: str) -> dict[str, object]:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return {"queries": len(queries), "KiB": f"{len(response.content) / 1024:.1f}"}


def _is_mounted(address: str) -> bool:
    """Tell whether anything but Wagtail's pages answers there: v3 is there where the site mounts it."""
    return resolve(address.partition("?")[0]).url_name != "wagtail_serve"
