import pytest
from django.test import Client

from pages.models import Reference
from pages.services.references import save_reference

from ..factories import cite, make_condition_page, make_guideline, make_reference, make_table
from .asking import ROOT, ask

pytestmark = pytest.mark.django_db


def etag(page):
    return ask(f"/pages/{page.pk}")["ETag"]


def test_what_the_asker_has_is_not_sent_again():
    page = make_condition_page()
    first = ask(f"/pages/{page.pk}")
    again = ask(f"/pages/{page.pk}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["ETag"].startswith('"')


def test_head_answers_as_get_does():
    page = make_condition_page()
    given, head = ask(f"/pages/{page.pk}"), Client().head(f"{ROOT}/pages/{page.pk}")
    assert (head.status_code, head["ETag"], head.content) == (200, given["ETag"], b"")


def test_an_answer_may_be_kept_by_caches_and_dropped_by_name():
    reference = make_reference()
    guideline = make_guideline(reference)
    page = make_condition_page(lead=f"<p>{cite(reference)}</p>", body=[make_table(guideline)])
    response = ask(f"/pages/{page.pk}")
    assert "public" in response["Cache-Control"]
    assert {f"page-{page.pk}", f"reference-{reference.pk}", f"guideline-{guideline.pk}", "site"} <= set(
        response["Surrogate-Key"].split()
    )
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_an_answer_to_a_request_with_credentials_is_not_kept():
    page = make_condition_page()
    assert ask(f"/pages/{page.pk}", Authorization="Bearer x")["Cache-Control"] == "no-store"


def test_an_edit_to_a_source_changes_exactly_the_pages_that_cite_it():
    cited, other = make_reference("Cited"), make_reference("Other")
    using = make_condition_page(slug="using", lead=f"<p>{cite(cited)}</p>")
    through = make_condition_page(slug="through", body=[make_table(make_guideline(cited))])
    unmoved = make_condition_page(slug="unmoved", lead=f"<p>{cite(other)}</p>")
    before = [etag(page) for page in (using, through, unmoved)]
    save_reference(csl=cited.csl | {"title": "A corrected title"}, reference=Reference.objects.get(pk=cited.pk))
    after = [etag(page) for page in (using, through, unmoved)]
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, True, False]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_a_problem(method):
    response = getattr(Client(), method)(f"{ROOT}/pages")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
