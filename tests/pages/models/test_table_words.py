"""The search reads of a table what readers read, and no more of it than a page shows."""

import pytest

from pages.models import Condition, Recommendation
from pages.models.table_words import read_table_words
from tests.pages.factories import make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def guideline():
    """A guideline of two rows, one of them about pain."""
    guideline = make_guideline(make_reference())
    guideline.recommendations.all().delete()
    for number, words in enumerate(("Nerve pain", "Headache")):
        Recommendation.objects.create(guideline=guideline, population=words, regimen="daily", sort_order=number)
    about = Recommendation.objects.get(population="Nerve pain")
    about.conditions = [Condition.objects.create(name="Pain", slug="pain-words")]
    about.save()
    return guideline


def make_page(slug, *tables):
    return make_condition_page(title=slug, slug=slug, body=list(tables))


def test_a_page_says_what_its_table_shows(guideline):
    page = make_page("all", make_table(guideline))
    assert read_table_words([page]) == [f"{guideline.name} Nerve pain daily Headache daily"]


def test_a_table_of_chosen_conditions_says_their_rows(guideline):
    page = make_page("some", make_table(guideline, conditions=[Condition.objects.get(slug="pain-words")]))
    assert read_table_words([page]) == [f"{guideline.name} Nerve pain daily"]


def test_a_page_without_a_table_costs_nothing(django_assert_num_queries):
    page = make_page("none")
    with django_assert_num_queries(0):
        assert read_table_words([page]) == [""]


def test_many_pages_and_rows_cost_as_much_as_one(guideline, django_assert_num_queries):
    chosen = [Condition.objects.get(slug="pain-words")]
    pages = [make_page(f"page-{number}", make_table(guideline, conditions=chosen)) for number in range(3)]
    Recommendation.objects.bulk_create(
        Recommendation(guideline=guideline, population=f"Row {number}", sort_order=10 + number) for number in range(50)
    )
    for asked in (pages[:1], pages):
        with django_assert_num_queries(3):
            assert len(read_table_words(asked)) == len(asked)
