import pytest
from django.test import Client

from pages.api.surrogate_keys import join_keys
from pages.models import Condition, Reference
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


def keys(address):
    """The Surrogate-Keys of an answer."""
    return set(ask(address)["Surrogate-Key"].split())


def test_an_answer_is_dropped_with_what_it_names():
    reference, condition = make_reference(), Condition.objects.create(name="CRPS", slug="crps")
    page, other = make_condition_page(lead=f"<p>{cite(reference)}</p>"), make_condition_page(slug="other")
    for each in (page, other):
        each.conditions.add(condition)
        each.save()
    index = page.get_parent()
    assert {f"page-{index.pk}", f"condition-{condition.pk}", f"page-{other.pk}"} <= keys(f"/pages/{page.pk}")
    assert "pages" not in keys(f"/pages/{page.pk}")
    assert {"pages", f"page-{page.pk}"} <= keys(f"/pages/{index.pk}")
    libraries = ("/references", f"/references/{reference.pk}", "/guidelines", "/conditions", "/routes", "/site")
    assert [call for call in libraries if "pages" not in keys(call)] == []


def test_of_too_many_keys_stands_the_name_of_their_list():
    many = [f"reference-{number}" for number in range(500)]
    assert join_keys(["page-1", *many, "site"]) == "page-1 references site"
    assert join_keys([*many[:3], "page-1", "page-1"]) == "reference-0 reference-1 reference-2 page-1"


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
