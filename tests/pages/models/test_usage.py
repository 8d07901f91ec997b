from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import Condition, Reference
from pages.models.base import Page
from pages.models.usage import find_uses, read_page_uses

from ..factories import cite, make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db


def test_a_page_uses_what_it_cites_and_what_its_tables_cite():
    cited, in_table, unused = (make_reference(str(n)) for n in range(3))
    page = make_condition_page(lead=f"<p>{cite(cited)}</p>", body=[make_table(make_guideline(in_table))])
    uses = read_page_uses(Page.objects.live().public())
    assert {pk: [user.pk for user in users] for pk, users in uses.items()} == {
        cited.pk: [page.pk],
        in_table.pk: [page.pk],
    }
    assert unused.pk not in uses


def test_a_draft_is_no_public_use_and_yet_a_use():
    reference = make_reference()
    page = make_condition_page(live=False, lead=f"<p>{cite(reference)}</p>")
    assert read_page_uses(Page.objects.live().public()) == {}
    assert [use.owner.pk for use in find_uses(reference)] == [page.pk]


def test_a_citation_that_only_the_draft_has_is_found():
    reference = make_reference()
    page = make_condition_page()
    page.lead = f"<p>{cite(reference)}</p>"
    page.save_revision()
    assert [(use.owner.pk, use.draft) for use in find_uses(reference)] == [(page.pk, True)]


def test_a_citation_that_only_a_version_has_that_goes_live_later_is_found():
    reference = make_reference()
    page = make_condition_page()
    page.save_revision().publish()
    page.refresh_from_db()
    page.lead, page.go_live_at = f"<p>{cite(reference)}</p>", timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page.lead = "<p>Nothing is cited.</p>"
    page.save_revision()
    assert [(use.owner.pk, use.draft) for use in find_uses(reference)] == [(page.pk, True)]


def test_pages_come_in_the_order_of_the_tree():
    reference = make_reference()
    pages = [make_condition_page(slug=f"p{n}", lead=f"<p>{cite(reference)}</p>") for n in range(3)]
    assert [page.pk for page in read_page_uses(Page.objects.live().public())[reference.pk]] == [
        page.pk for page in pages
    ]


def test_a_large_library_costs_as_many_queries_as_a_small_one():
    def count():
        with CaptureQueriesContext(connection) as queries:
            read_page_uses(Page.objects.live().public())
        return len(queries)

    make_condition_page(slug="a", lead=f"<p>{cite(make_reference())}</p>")
    read_page_uses(Page.objects.live().public())
    small = count()
    for n in range(10):
        make_condition_page(slug=f"b{n}", lead=f"<p>{cite(*(make_reference(f'{n}.{k}') for k in range(3)))}</p>")
    assert count() == small


def test_a_further_source_of_a_row_is_used_by_the_guideline_and_by_the_pages_that_show_it():
    further = make_reference("Further")
    guideline = make_guideline(make_reference())
    row = guideline.recommendations.get()
    row.further_citations = [further]
    row.save()
    page = make_condition_page(body=[make_table(guideline)])
    assert [use.owner for use in find_uses(further)] == [guideline]
    assert read_page_uses(Page.objects.live().public())[further.pk] == [page.page_ptr]
    assert further not in Reference.objects.unused()


def test_a_condition_is_used_by_the_pages_about_it():
    condition = Condition.objects.create(name="CRPS", slug="crps")
    page = make_condition_page()
    page.conditions = [condition]
    page.save()
    assert [use.owner for use in find_uses(condition)] == [page]


def test_a_condition_that_only_a_draft_is_about_is_found():
    condition = Condition.objects.create(name="CRPS", slug="crps")
    page = make_condition_page()
    page.conditions = [condition]
    page.save_revision()
    assert [(use.owner, use.draft) for use in find_uses(condition)] == [(page, True)]


def test_a_page_whose_draft_cites_it_too_is_named_once():
    reference = make_reference()
    page = make_condition_page(lead=f"<p>{cite(reference)}</p>")
    page.save_revision().publish()
    page.refresh_from_db()
    page.summary = "As it will be"
    page.save_revision()
    assert [(use.owner.pk, use.draft) for use in find_uses(reference)] == [(page.pk, False)]
