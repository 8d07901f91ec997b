import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from pages.csl import item
from pages.models import Reference

from ..factories import make_reference
from ..formats.items import items

pytestmark = pytest.mark.django_db


def test_columns_are_read_out_of_the_record():
    reference = make_reference("Pain", **{"container-title": "Lancet"})
    assert (reference.title, reference.sort_name, reference.container, reference.year) == (
        "Pain",
        "Treede",
        "Lancet",
        "2015",
    )


def test_columns_follow_the_record():
    reference = make_reference("Pain")
    reference.csl = {**reference.csl, "title": "Pains", "issued": {"literal": "201"}}
    reference.save()
    assert Reference.objects.get(title="Pains").year == "201"


@pytest.mark.parametrize("record", [{}, {"author": [], "issued": {}}, {"issued": {"date-parts": [[]]}}])
def test_what_the_record_lacks_is_empty(record):
    reference = Reference.objects.create(csl=record)
    reference.refresh_from_db()
    assert (reference.title, reference.sort_name, reference.container, reference.year) == ("", "", "", "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(items())
def test_the_year_column_is_what_the_pure_code_reads(record):
    reference = Reference.objects.create(csl=record)
    reference.refresh_from_db()
    assert reference.year.strip() == item.year(record)


@pytest.mark.parametrize(
    "words",
    [
        "treede",
        "Treede 2015",
        "chronic classification",
        "rief",
        "Müller",
        "lancet 2015",
        "10.1/abc",
        "doi:10.1/ABC",
        "25844555",
    ],
)
def test_the_library_is_searched_by_what_people_know(words):
    authors = [{"family": "Treede"}, {"family": "Rief"}, {"family": "Müller"}]
    known = {"author": authors, "container-title": "Lancet", "DOI": "10.1234/abc", "PMID": "25844555"}
    wanted = make_reference(**known)
    make_reference("Something else", author=[{"family": "Cohen"}], issued={"date-parts": [[1999]]})
    assert list(Reference.objects.matching(words.replace("10.1/", "10.1234/"))) == [wanted]


def test_every_word_counts():
    make_reference()
    assert not Reference.objects.matching("treede 1999")


def test_the_same_source_is_found_by_identifier_or_by_title_and_year():
    reference = make_reference("Chronic pain", DOI="10.1234/abc")
    like = Reference.objects.like
    assert like({"title": "Another", "DOI": "https://doi.org/10.1234/ABC"}).get() == reference
    assert like({"title": "chronic PAIN", "issued": {"date-parts": [[2015]]}}).get() == reference
    assert not like({"title": "chronic pain", "issued": {"date-parts": [[2016]]}})


def test_the_list_is_in_the_order_of_a_bibliography():
    for family, year in [("treede", 2015), ("Cohen", 2018), ("Treede", 2011)]:
        make_reference(f"{family} {year}", author=[{"family": family}], issued={"date-parts": [[year]]})
    assert [r.label for r in Reference.objects.in_list_order()] == ["Cohen 2018", "Treede 2011", "treede 2015"]


def test_a_title_from_outside_is_escaped_in_html_and_plain_in_text():
    reference = make_reference("<script>alert(1)</script>")
    assert "<script>" not in reference.as_html
    assert "<script>" in reference.as_text


def test_a_label_costs_no_query():
    make_reference()
    reference = Reference.objects.only("csl").get()
    with CaptureQueriesContext(connection) as queries:
        assert reference.label == "Treede 2015"
    assert not queries.captured_queries


def test_a_search_that_holds_a_nul_finds_what_the_words_find():
    reference = make_reference("Pain and sleep")
    assert list(Reference.objects.matching("sleep\x00")) == [reference]
