"""What a condition page costs with few and with many citations, against a view that returns the same bytes.

It is measured as it is rendered, as it is kept finished, and where the asker has it (304).
"""

from collections.abc import Callable, Sequence
from functools import partial

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path
from wagtail.models import Site

from pages.models import ConditionIndexPage, ConditionPage

from .articles import make_sections, make_source
from .measuring import Row
from .own_site import make_article, make_site

SIZES = (3, 50, 500)
FLOOR = "plain view, same bytes"
RENDERED = "condition page, rendered"
KEPT: dict[int, bytes] = {}


def compare_sizes(rows: Sequence[Row]) -> None:
    """Note on each page how its time stands to that of the page with the fewest citations."""
    pages = [row for row in rows if row.name.startswith(RENDERED)]
    for row in pages:
        row.notes[f"× {SIZES[0]} citations"] = f"{row.median / pages[0].median:.1f}"


def floor(request: HttpRequest, size: int) -> HttpResponse:
    """Return the bytes of a page that was rendered before: what routing and middleware cost without Wagtail."""
    return HttpResponse(KEPT[size])


urlpatterns = [path("floor/<int:size>/", floor), path("", include("cms.urls"))]


def make_page(parent: ConditionIndexPage, size: int) -> ConditionPage:
    """Return a published page with that many citations, each of another source."""
    title, sources = f"With {size} citations", [make_source(number) for number in range(size)]
    made: ConditionPage = make_article(
        parent, title=title, slug=f"with-{size}", sections=make_sections(size), sources=sources
    )
    return made


def rows() -> list[Row]:
    """Build the pages and return what is measured; the queries of each page are counted on the way."""
    index = make_site()
    site = Site.objects.get(is_default_site=True)
    override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=[site.hostname, "testserver"]).enable()
    client = Client(headers={"host": site.hostname})
    found = []
    for size in SIZES:
        address = make_page(index, size).relative_url(site)
        # What is asked with a query is not kept.
        kept, rendered = partial(client.get, address), partial(client.get, f"{address}?rendered")
        rendered()
        response = rendered()
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        assert kept().content == response.content
        KEPT[size] = response.content
        known = partial(client.get, address, headers={"If-None-Match": response["ETag"]})
        assert known().status_code == 304
        name = f"{FLOOR} ({size})"
        found.append(Row(name, partial(client.get, f"/floor/{size}/"), notes={"citations": size, "queries": 0}))
        notes = {"citations": size, "KiB": len(response.content) // 1024}
        for title, call in ((RENDERED, rendered), ("condition page, kept", kept), ("condition page, 304", known)):
            found.append(Row(f"{title} ({size})", call, name, notes | {"queries": _count(call)}))
    return found


def _count(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)
