"""What the library's list, its search, and printing many references cost, with few references and with many."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.csl.pieces import as_html
from pages.csl.styles import STYLES, format_reference
from pages.models import Reference

from .measuring import Row, measure

FEW, MANY = 10, 10_000
PRINTED = 500
TITLE = "library list and search"


def make_item(number: int) -> dict:
    """Return the record of an article, each of another source."""
    return {
        "type": "article-journal",
        "title": f"Outcomes of treatment {number} in a cohort of adults with pain",
        "author": [{"family": f"Writer{number % 400}", "given": "AB"}, {"family": "Lind", "given": "Mara"}],
        "container-title": "J Meas Things",
        "issued": {"date-parts": [[1980 + number % 45]]},
        "volume": str(number % 300),
        "issue": "6",
        "page": f"{number}-{number + 9}",
        "DOI": f"10.5555/library.{number}",
    }


def printing_rows() -> list[Row]:
    """Return what printing costs, beside joining the same words without any rule."""
    items = [make_item(number) for number in range(PRINTED)]
    floor = f"joining the fields ({PRINTED})"
    found = [Row(floor, lambda: ["".join(map(str, item.values())) for item in items])]
    for style in STYLES:
        found.append(Row(f"printing {PRINTED} in {style.upper()}", _printing(items, style), floor))
    return found


def _printing(items: list[dict], style: str) -> Callable[[], object]:
    return lambda: [as_html(format_reference(item, style)) for item in items]


def measure_library(*, rounds: int) -> list[Row]:
    """Return the list and the search of a small library, measured, and those of a large one beside them."""
    small = _library_rows(FEW)
    measure(small, rounds=rounds)
    large = _library_rows(MANY, floor_size=FEW)
    measure(large, rounds=rounds)
    return small + large


def _library_rows(size: int, floor_size: int = 0) -> list[Row]:
    have = Reference.objects.count()
    Reference.objects.bulk_create(
        [Reference(csl=make_item(number), doi=f"10.5555/library.{number}") for number in range(have, size)],
        batch_size=1000,
    )
    users = get_user_model()._default_manager
    user = users.filter(is_superuser=True).first() or users.create_superuser("bench", "", "bench")
    client = Client()
    client.force_login(user)
    found = []
    for name, query in (("list", {}), ("search", {"q": "Writer7 1987"})):
        address = reverse("citewell_references:list")
        client.get(address, query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, query).status_code == 200
        floor = f"library {name} ({floor_size})" if floor_size else ""
        found.append(
            Row(f"library {name} ({size})", partial(client.get, address, query), floor, {"queries": len(queries)})
        )
    return found
