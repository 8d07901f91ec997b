import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pages.citations.markup import Mark, make_mark
from pages.models import ConditionPage, Recommendation
from pages.models.citable import read_document

from ..factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table

pytestmark = pytest.mark.django_db


def read(page, **options):
    return read_document(ConditionPage.objects.get(pk=page.pk).walk_content(), **options)


def count_queries(page, *, show=False):
    """Count what reading costs, and with `show` what showing every text costs too."""
    fresh = ConditionPage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        document = read_document(fresh.walk_content())
        if show:
            assert all(document.html(path, text) for path, text in document.texts.items() if text)
        else:
            assert document.references
    return len(queries)


def test_numbers_run_over_lead_tables_rows_and_questions():
    one, two, three, four = (make_reference(str(n)) for n in range(4))
    row = {"condition": "x", "intervention": "", "grade": "", "statement": f"<p>{cite(one, three)}</p>"}
    page = make_condition_page(
        lead=f"<p>{cite(one)}</p>",
        body=[make_table(make_guideline(two), rows=[row])],
        questions=[("question", {"question": "?", "answer": f"<p>{cite(four, two)}</p>"})],
    )
    document = read(page)
    assert [cited.reference.pk for cited in document.references] == [one.pk, two.pk, three.pk, four.pk]
    assert [len(cited.backlinks) for cited in document.references] == [2, 2, 1, 1]


def test_rendering_twice_gives_the_same_bytes_and_writes_nothing():
    page = make_condition_page(
        lead=f"<p>A.{cite(make_reference())}</p>", body=[make_section(f"<p>{cite(make_reference('B'))}</p>")]
    )
    page = ConditionPage.objects.get(pk=page.pk)
    before = page.lead, page.body.get_prep_value()
    first, second = (read_document(page.walk_content()) for _ in range(2))
    assert first.html("lead", page.lead) == second.html("lead", page.lead) == first.html("lead", page.lead)
    assert (page.lead, page.body.get_prep_value()) == before


@pytest.mark.parametrize(("warn", "words"), [(True, "source missing"), (False, "")])
def test_a_source_that_is_gone_fails_no_page_and_is_named_in_preview(warn, words):
    page = make_condition_page(lead=f"<p>A.{make_mark(Mark(999))} B.{cite(make_reference())}</p>")
    document = read(page, warn=warn)
    html = document.html("lead", page.lead)
    assert (words in html) is True
    assert 'href="#ref-1"' in html
    assert document.numbering.dangling == (("lead", 999),)


def test_an_id_greater_than_the_database_holds_fails_no_page():
    page = make_condition_page(lead=f"<p>A.{make_mark(Mark(10**30))}</p>")
    assert read(page).html("lead", page.lead) == "<p>A.</p>"


def test_preview_warns_and_the_public_page_does_not():
    page = make_condition_page(lead=f"<p>A.{make_mark(Mark(999))}</p>")
    request = RequestFactory().get("/", headers={"host": "127.0.0.1"})
    assert not page.get_context(request)["document"].warn
    request.is_preview = True
    assert page.get_context(request)["document"].warn


def test_a_path_that_the_document_does_not_know_loses_nothing_but_the_marker():
    page = make_condition_page(lead=f"<p>A.{cite(make_reference())}</p>")
    assert read(page).html("elsewhere", page.lead) == "<p>A.</p>"


def test_links_in_many_texts_cost_as_many_queries_as_in_one():
    link = f'<p><a linktype="page" id="{make_condition_page(slug="there").pk}">there</a></p>'
    one, many = (make_condition_page(slug=f"l{n}", body=[make_section(link)] * n) for n in (1, 20))
    count_queries(one, show=True)  # fills Wagtail's cache of the sites
    assert count_queries(one, show=True) == count_queries(many, show=True)


def test_many_citations_cost_as_many_queries_as_few():
    few, many = (
        make_condition_page(
            slug=f"p{n}", body=[make_section(f"<p>{cite(make_reference(f'{n}.{k}'))}</p>") for k in range(n)]
        )
        for n in (3, 50)
    )
    assert count_queries(few) == count_queries(many)


def test_long_tables_cost_as_many_queries_as_short_ones():
    def make_page(rows):
        guideline = make_guideline(make_reference(f"Guideline {rows}"))
        first = guideline.recommendations.first()
        for n in range(1, rows):
            row = Recommendation(guideline=guideline, population=str(n), grade=first.grade, sort_order=n)
            row.further_citations = [make_reference(f"{rows}.{n}")]
            row.save()
        return make_condition_page(slug=f"t{rows}", body=[make_table(guideline)])

    assert count_queries(make_page(2)) == count_queries(make_page(20))


def test_many_tables_cost_as_many_queries_as_one():
    guidelines = [make_guideline(make_reference(str(n))) for n in range(5)]
    one, five = (
        make_condition_page(slug=f"g{n}", body=[make_table(guideline) for guideline in guidelines[:n]]) for n in (1, 5)
    )
    assert count_queries(one) == count_queries(five)
