"""The grid's page and what its script asks: all is saved or nothing, and each refusal says why, in the grid's words."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pages.models import Guideline, Recommendation
from pages.rows.columns import NAMES
from tests.pages.factories import make_reference

from ..services.factories import make_condition, make_guideline, populations

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def url(guideline, name="edit_rows"):
    return reverse(f"citewell_guidelines:{name}", args=[guideline.pk])


def shown(client, guideline):
    """What the page gives its script."""
    return client.get(url(guideline)).context["grid"]


def row(number=0, **cells):
    """A row as the script sends it."""
    return [number, *(str(cells.get(name, "")) for name in NAMES)]


def post(client, guideline, *rows, name="edit_rows", **data):
    data = {"state": shown(client, guideline)["stored"]["state"]} | data
    upload = SimpleUploadedFile("rows", json.dumps(rows).encode())
    return client.post(url(guideline, name), {"rows": upload, **data})


def test_the_page_has_every_row_and_column(admin):
    grid = shown(admin, make_guideline("CRPS", "PHN"))
    assert [column["name"] for column in grid["columns"]] == list(NAMES)
    assert [cells[1] for cells in grid["stored"]["rows"]] == ["CRPS", "PHN"]


def test_markup_in_a_cell_cannot_leave_the_data(admin):
    page = admin.get(url(make_guideline("</script><script>a()"))).content.decode()
    assert "<script>a()" not in page


def test_a_guideline_leads_to_the_grid(admin):
    guideline = make_guideline("CRPS")
    assert url(guideline) in admin.get(url(guideline, "edit")).content.decode()


def test_the_grid_is_saved_as_it_stands_with_one_revision_and_a_log_entry(admin):
    guideline = make_guideline("One", "Two", "Three")
    first, _, third = Recommendation.objects.order_by("sort_order").values_list("pk", flat=True)
    rows = [row(5, id=third, population="Three"), row(6, population="New"), row(7, id=first, population="Eins")]
    answer = post(admin, guideline, *rows).json()
    assert answer["message"] == "Saved: 1 new, 1 changed, 1 removed."
    assert [cells[1] for cells in answer["stored"]["rows"]] == populations(guideline) == ["Three", "New", "Eins"]
    assert Guideline.objects.get().revisions.count() == 1
    assert ModelLogEntry.objects.get(action="citewell_pages.edit_rows").data == {"new": 1, "changed": 1, "removed": 1}


def test_a_wrong_cell_is_named_by_the_number_of_its_row_and_nothing_is_saved(admin):
    guideline = make_guideline("One")
    response = post(admin, guideline, row(7, population="Two", grade="Z"), row(8))
    assert response.status_code == 422
    ((number, column, sentence),) = response.json()["found"]["problems"]
    assert (number, column) == (7, "grade")
    assert "has no grade “Z”" in sentence
    assert populations(guideline) == ["One"]


@pytest.mark.parametrize("state", ["", "other"])
def test_what_another_has_saved_is_not_overwritten(admin, state):
    guideline = make_guideline("Theirs")
    response = post(admin, guideline, row(population="Ours"), state=state)
    assert response.status_code == 409
    assert [cells[1] for cells in response.json()["theirs"]["rows"]] == populations(guideline) == ["Theirs"]


def test_checking_says_what_is_wrong_and_what_is_odd_and_saves_nothing(admin):
    guideline = make_guideline("One")
    odd = row(3, population="Two", grade="A", certainty_from="Low", conditions="Nowhere")
    found = post(admin, guideline, odd, name="rows_check").json()["found"]
    assert [(number, column) for number, column, _ in found["problems"]] == [(3, "conditions")]
    assert found["odd"][0][0] == 3
    assert "An A needs high certainty." in found["odd"][0][1]
    assert populations(guideline) == ["One"]


@pytest.mark.parametrize("sent", [b"", b"{}", b"[[1]]", b"[" * 100_000, b'[["1", "x"]]', b"\xff"])
@pytest.mark.parametrize("name", ["edit_rows", "rows_check"])
def test_what_is_no_grid_is_refused_with_a_sentence(admin, name, sent):
    response = admin.post(url(make_guideline("One"), name), {"rows": SimpleUploadedFile("rows", sent)})
    assert response.status_code == 422
    assert "load the page again" in response.json()["message"]
    assert Recommendation.objects.count() == 1


def test_all_rows_can_be_removed(admin):
    guideline = make_guideline("One", "Two")
    assert post(admin, guideline).json()["message"] == "Saved: 0 new, 0 changed, 2 removed."


@pytest.mark.parametrize(
    ("column", "words", "value"), [("conditions", "crps", "CRPS"), ("sources", "treede", "10.1016/x")]
)
def test_conditions_and_sources_are_suggested_as_a_cell_names_them(admin, column, words, value):
    guideline = make_guideline()
    make_condition("CRPS")
    make_reference("Other", DOI="10.1016/x")
    entries = admin.get(url(guideline, "rows_suggest"), {"column": column, "q": words}).json()["entries"]
    assert value in [entry["value"] for entry in entries]


@pytest.mark.parametrize("name", ["edit_rows", "rows_check", "rows_suggest"])
def test_who_may_not_change_guidelines_stays_outside(client, name):
    guideline = make_guideline("One")
    client.force_login(get_user_model().objects.create_user("nora"))
    assert client.get(url(guideline, name)).status_code in (302, 403)
    assert client.post(url(guideline, name)).status_code in (302, 403)


def test_the_queries_of_the_page_do_not_grow_with_its_rows(admin, django_assert_max_num_queries):
    guideline = make_guideline(*(f"Row {number}" for number in range(200)))
    with django_assert_max_num_queries(40):
        admin.get(url(guideline))
