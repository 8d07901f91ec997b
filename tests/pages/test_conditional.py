"""Public pages say which version they are, and are not sent to who has it."""

import pytest
from django.test import Client

from pages.models import Guideline, Reference
from pages.services.references import save_reference

from .factories import cite, make_condition_page, make_guideline, make_index, make_reference, make_table

pytestmark = pytest.mark.django_db


def ask(page, client=None, **headers):
    return (client or Client()).get(page.get_url(), headers={"host": "127.0.0.1"} | headers)


def etag(page):
    return ask(page)["ETag"]


def change_grade(guideline, code):
    row = Guideline.objects.get(pk=guideline.pk).recommendations.get()
    row.grade = guideline.scheme.grades.get(code=code)
    row.save()


def test_a_page_that_the_asker_has_is_not_sent_again():
    page = make_condition_page()
    first = ask(page)
    again = ask(page, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["ETag"].startswith('"')
    assert first["Cache-Control"] == "public, no-cache"


def test_head_answers_as_get_does():
    page = make_condition_page()
    head = Client().head(page.get_url(), headers={"host": "127.0.0.1"})
    assert (head.status_code, head["ETag"]) == (200, etag(page))


def test_a_changed_grade_changes_the_page_and_its_etag_at_the_next_request():
    guideline = make_guideline(make_reference())
    page = make_condition_page(body=[make_table(guideline)])
    first = ask(page)
    change_grade(guideline, "D")
    second = ask(page, **{"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert 'aria-label="Grade D: what it means"' in second.content.decode()


def test_an_edit_to_a_source_changes_exactly_the_pages_that_cite_it():
    cited, other = make_reference("Cited"), make_reference("Other")
    pages = [
        make_condition_page(slug="using", lead=f"<p>{cite(cited)}</p>"),
        make_condition_page(slug="through", body=[make_table(make_guideline(cited))]),
        make_condition_page(slug="unmoved", lead=f"<p>{cite(other)}</p>"),
    ]
    before = [etag(page) for page in pages]
    save_reference(csl=cited.csl | {"title": "A corrected title"}, reference=Reference.objects.get(pk=cited.pk))
    assert [old != etag(page) for old, page in zip(before, pages, strict=True)] == [True, True, False]


@pytest.mark.parametrize("headers", [{"Cookie": "sessionid=x"}, {"Authorization": "Bearer x"}])
def test_what_one_reader_gets_is_kept_by_nobody(headers):
    response = ask(make_condition_page(), **headers)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_every_type_of_page_has_one():
    assert etag(make_index())
