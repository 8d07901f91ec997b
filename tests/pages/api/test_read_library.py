import pytest
from wagtail.models import Site

from pages.models import Condition, SiteSettings

from ..factories import cite, make_condition_page, make_guideline, make_index, make_reference, make_table
from .asking import ask, count_queries, read

pytestmark = pytest.mark.django_db


def make_condition(name="CRPS"):
    return Condition.objects.create(name=name, slug=name.lower(), synonyms="causalgia")


def test_a_reference_says_which_pages_cite_it():
    reference, unused = make_reference("Cited"), make_reference("Unused")
    page = make_condition_page(lead=f"<p>{cite(reference)}</p>")
    assert [user["id"] for user in read(f"/references/{reference.pk}")["cited_by"]] == [page.pk]
    assert [item["id"] for item in read("/references")["items"]] == [reference.pk]
    assert ask(f"/references/{unused.pk}").status_code == 404


def test_references_are_found_by_word_and_by_condition():
    condition = make_condition()
    about, other = make_reference("Ketamine"), make_reference("Sleep")
    page = make_condition_page(lead=f"<p>{cite(about)}</p>")
    page.conditions.add(condition)
    page.save()
    make_condition_page(slug="sleep", lead=f"<p>{cite(other)}</p>")
    assert [item["label"] for item in read("/references?search=Ketamine")["items"]] == [about.label]
    assert [item["id"] for item in read("/references?condition=crps")["items"]] == [about.pk]


def test_a_site_that_tells_no_status_tells_none_here():
    reference = make_reference()
    make_condition_page(lead=f"<p>{cite(reference)}</p>")
    assert read(f"/references/{reference.pk}")["status"] == "ok"
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.show_source_notices = False
    clinic.save()
    assert read(f"/references/{reference.pk}")["status"] is None


def test_markup_in_a_title_comes_out_escaped():
    reference = make_reference("<script>alert(1)</script>")
    make_condition_page(lead=f"<p>{cite(reference)}</p>")
    assert "<script" not in read(f"/references/{reference.pk}")["html"]


def test_a_guideline_has_its_rows_and_where_it_is_shown():
    guideline = make_guideline(make_reference())
    page = make_condition_page(body=[make_table(guideline)])
    given = read(f"/guidelines/{guideline.pk}")
    assert [row["population"] for row in given["recommendations"]] == ["CRPS"]
    assert [user["id"] for user in given["shown_on"]] == [page.pk]
    assert [item["id"] for item in read("/guidelines")["items"]] == [guideline.pk]


def test_a_guideline_that_no_page_shows_is_not_told():
    guideline = make_guideline(make_reference())
    assert ask(f"/guidelines/{guideline.pk}").status_code == 404
    assert read("/guidelines")["total"] == 0


def test_conditions_come_with_their_synonyms_and_pages():
    page = make_condition_page()
    page.conditions.add(make_condition())
    page.save()
    (condition,) = read("/conditions")["items"]
    assert (condition["synonyms"], condition["pages"][0]["id"]) == (["causalgia"], page.pk)


def test_the_queries_of_the_references_do_not_grow_with_them():
    index = make_index()
    make_condition_page(index=index, lead=f"<p>{cite(make_reference('one'))}</p>")
    few = count_queries("/references?limit=100")
    make_condition_page(
        index=index, slug="more", lead="".join(f"<p>{cite(make_reference(str(n)))}</p>" for n in range(9))
    )
    assert count_queries("/references?limit=100") == few
