"""The rows of a table stand as its block says, and their citations are numbered as they stand."""

import json

import pytest

from pages.blocks.walk import Table
from pages.grading.picture import Strength
from pages.models import Condition, ConditionPage, Guideline, Recommendation
from pages.models.citable import read_document
from pages.services.schemes import CONSENSUS_2018, install_scheme
from tests.pages.factories import make_condition_page, make_guideline, make_reference, make_table
from tests.pages.rendered import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def guideline():
    """A guideline of three rows, weak, not graded and strong, each with a further source of its own."""
    made = make_guideline(make_reference("The guideline"))
    made.recommendations.all().delete()
    scheme = install_scheme(slug=CONSENSUS_2018)
    conditions = {name: Condition.objects.create(name=name, slug=name.lower()) for name in ("CRPS", "Pain")}
    for place, (name, code) in enumerate([("Pain", "C"), ("CRPS", ""), ("CRPS", "A")]):
        grade = scheme.grades.filter(code=code).first()
        row = Recommendation(guideline=made, population=f"{name} {code}", grade=grade, sort_order=place)
        row.conditions = [conditions[name]]
        row.further_citations = [make_reference(f"Source of {name} {code}")]
        row.save()
    return Guideline.objects.get()


def make_page(guideline, **table):
    return ConditionPage.objects.get(pk=make_condition_page(body=[make_table(guideline, **table)]).pk)


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ("guideline", ["Pain C", "CRPS ", "CRPS A"]),
        ("condition", ["CRPS ", "CRPS A", "Pain C"]),
        ("strength", ["CRPS A", "Pain C", "CRPS "]),
    ],
)
def test_rows_and_their_sources_are_in_the_order_of_the_block(guideline, order, shown):
    document = read_document(make_page(guideline, order=order).walk_content())
    assert [row.recommendation.population for row in document.table("body/0").rows] == shown
    titles = [cited.reference.title for cited in document.references]
    assert titles == ["The guideline", *(f"Source of {population}" for population in shown)]


def test_numbers_rise_down_the_page_whatever_the_order(guideline):
    soup = read(make_page(guideline, order="strength", group_by="condition"))
    numbers = [int(link["data-cite"].split("-")[0]) for link in soup.table.find_all(role="doc-noteref")]
    first = list(dict.fromkeys(numbers))
    assert first == sorted(first)


def test_groups_stand_under_headings(guideline):
    soup = read(make_page(guideline, group_by="condition"))
    headings = [header.get_text(strip=True) for header in soup.table.find_all("th", scope="rowgroup")]
    assert headings == ["Pain", "CRPS"]


def test_without_groups_there_are_no_headings(guideline):
    assert not read(make_page(guideline)).table.find_all("th", scope="rowgroup")


def test_rows_of_the_editor_come_last_under_a_heading_of_their_own(guideline):
    row = {"condition": "Mine", "intervention": "", "statement": "<p>x</p>", "grade": "A"}
    soup = read(make_page(guideline, group_by="condition", rows=[row]))
    assert [cell.get_text(strip=True) for cell in soup.table.find_all("th")][-2:] == ["More", "Mine"]


def test_a_block_that_was_stored_without_an_order_shows_as_in_the_guideline(guideline):
    page = make_page(guideline)
    page.body = json.dumps([{"type": "guideline_table", "value": {"guideline": guideline.pk}}])
    page.save()
    content = ConditionPage.objects.get(pk=page.pk).walk_content()
    (table,) = (place for place in content if isinstance(place, Table))
    assert (table.order, table.grouped) == ("guideline", False)


def test_the_grade_is_drawn_beside_its_letter_with_words(guideline):
    soup = read(make_page(guideline))
    pictures = [cell.svg["aria-label"] for cell in soup.table.find_all("td") if cell.svg]
    assert pictures == ["Strength 1 of 3", "Strength 3 of 3"]


def test_a_grade_of_another_scheme_is_not_drawn(guideline):
    Recommendation.objects.update(grade=install_scheme(slug="sort").grades.get(code="A"))
    assert read(make_page(guideline)).table.svg is None


def test_advice_against_is_drawn_against(guideline):
    Recommendation.objects.update(direction="against")
    table = read_document(make_page(guideline).walk_content()).table("body/0")
    assert table.rows[0].strength == Strength(1, 3, "against")


def test_queries_do_not_grow_with_the_rows(guideline, django_assert_max_num_queries):
    page = make_page(guideline, order="strength", group_by="condition")
    for _ in range(20):
        Recommendation(guideline=guideline, population="More").save()
    with django_assert_max_num_queries(14):
        read_document(page.walk_content())
