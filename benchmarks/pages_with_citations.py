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

from pages.models import ConditionIndexPage, ConditionPage, HomePage, Reference

from .measuring import Row

SIZES = (3, 50, 500)
SENTENCES_A_SECTION = 10
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


def make_reference(number: int) -> Reference:
    """Return a stored journal article, each with a title of its own."""
    return Reference.objects.create(
        csl={
            "type": "article-journal",
            "title": f"Outcomes of treatment {number} in a cohort",
            "author": [{"family": f"Writer{number}", "given": "Ann B"}, {"family": "Second", "given": "C"}],
            "container-title": "Journal of Measured Things",
            "issued": {"date-parts": [[1980 + number % 45]]},
            "volume": str(number),
            "page": f"{number}-{number + 9}",
        }
    )


def make_page(parent: ConditionIndexPage, size: int) -> ConditionPage:
    """Return a published page with that many citations, each of another reference, in sections of ten sentences."""
    citations = [f'<embed embedtype="citation" id="{make_reference(n).pk}"/>' for n in range(size)]
    sentences = [f"Of all who were treated, {n} in a thousand did better.{one}" for n, one in enumerate(citations)]
    chunks = [sentences[n : n + SENTENCES_A_SECTION] for n in range(0, size, SENTENCES_A_SECTION)]
    body = [
        ("section", {"heading": f"Part {number}", "aspect": "evidence", "text": f"<p>{' '.join(chunk)}</p>"})
        for number, chunk in enumerate(chunks, start=1)
    ]
    page = ConditionPage(title=f"With {size} citations", slug=f"with-{size}", lead="<p>A lead.</p>")
    page.body = page._meta.get_field("body").stream_block.to_python(
        [{"type": kind, "value": value} for kind, value in body]
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def rows() -> list[Row]:
    """Build the pages and return what is measured; the queries of each page are counted on the way."""
    site = Site.objects.get(is_default_site=True)
    home = HomePage(title="Home", slug="bench", heading="Home")
    site.root_page.get_root().add_child(instance=home)
    site.root_page = home
    site.save()
    index = home.add_child(instance=ConditionIndexPage(title="Conditions", slug="conditions"))
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
