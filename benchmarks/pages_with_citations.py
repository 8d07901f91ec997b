"""What a condition page costs with few and with many citations, against a view that returns the same bytes."""

from collections.abc import Sequence

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
KEPT: dict[int, bytes] = {}


def compare_sizes(rows: Sequence[Row]) -> None:
    """Note on each page how its time stands to that of the page with the fewest citations."""
    pages = [row for row in rows if row.floor]
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
    override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]).enable()
    client = Client()
    found = []
    for size in SIZES:
        address = make_page(index, size).relative_url(site)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        KEPT[size] = response.content
        notes = {"citations": size, "queries": len(queries), "KiB": len(response.content) // 1024}
        name = f"{FLOOR} ({size})"
        found.append(
            Row(name, lambda size=size: client.get(f"/floor/{size}/"), notes={"citations": size, "queries": 0})
        )
        found.append(Row(f"condition page ({size})", lambda address=address: client.get(address), name, notes))
    return found
