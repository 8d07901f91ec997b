"""What is in use is not deleted, and the page says where it is used."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.citations.markup import Mark, make_mark
from pages.models import (
    Condition,
    ConditionIndexPage,
    ConditionPage,
    GradeScheme,
    Guideline,
    GuidelinePage,
    Person,
    Reference,
)
from pages.services.schemes import CONSENSUS_2018, install_scheme
from tests.pages.factories import cite, make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference():
    reference = Reference.objects.create(csl={"type": "report", "title": "Pain", "author": [{"family": "Treede"}]})
    reference.refresh_from_db()
    return reference


def make_page(lead="", **fields):
    """Store a condition page."""
    index = Page.objects.get(depth=1).add_child(instance=ConditionIndexPage(title="Conditions", slug="c"))
    return index.add_child(instance=ConditionPage(title="Chronic pain", lead=lead, **fields))


def delete(client, reference):
    """Confirm the deletion of a reference as an administrator."""
    return client.post(reverse("citewell_references:delete", args=[reference.pk]))


def test_a_reference_that_nothing_uses_goes(admin_client, reference):
    delete(admin_client, reference)
    assert not Reference.objects.exists()


def test_a_cited_reference_stays_and_the_page_is_named(admin_client, reference, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_page(lead=f"<p>Claim.{make_mark(Mark(reference.pk))}</p>")
    response = delete(admin_client, reference)
    assert response.status_code == 409
    assert "Chronic pain" in response.content.decode()
    assert Reference.objects.exists()


def test_a_citation_in_a_draft_counts(admin_client, reference):
    page = make_page()
    page.lead = f"<p>Claim.{make_mark(Mark(reference.pk))}</p>"
    page.save_revision()
    response = delete(admin_client, reference)
    assert response.status_code == 409
    assert "draft" in response.content.decode()


def make_condition():
    return Condition.objects.create(name="CRPS", slug="crps")


def make_person():
    return Person.objects.create(name="Ann")


def make_unused_guideline():
    return Guideline.objects.create(title="The guideline", reference=make_reference("Its source"))


def use_in_lead(record):
    return make_condition_page(lead=f"<p>{cite(record)}</p>")


def use_as_publication(record):
    return Guideline.objects.create(title="Its guideline", reference=record)


def use_as_further_source(record):
    guideline = make_guideline(make_reference("Other"))
    row = guideline.recommendations.get()
    row.further_citations = [record]
    row.save()
    return guideline


def use_as_where_laid_down(record):
    return GradeScheme.objects.create(name="A scheme", slug="a-scheme", reference=record)


def use_in_table(record):
    return make_condition_page(body=[make_table(record)])


def use_as_scheme_of_table(record):
    return make_condition_page(body=[make_table(scheme=record)])


def use_as_condition_of_table(record):
    return make_condition_page(body=[make_table(conditions=[record])])


def use_on_page_of_its_own(record):
    page = GuidelinePage(title="Its page", slug="its-page", guideline=record)
    return Page.objects.get(depth=1).add_child(instance=page)


def use_as_successor(record):
    return Guideline.objects.create(title="Older", reference=record.reference, superseded_by=record)


def use_as_scheme_of_guideline(record):
    return make_guideline(make_reference("Other"))


def use_as_scheme_of_a_row(record):
    guideline = make_guideline(make_reference("Other"))
    Guideline.objects.update(scheme=None)
    return guideline


def use_as_condition_of_a_row(record):
    guideline = make_guideline(make_reference("Other"))
    row = guideline.recommendations.get()
    row.conditions = [record]
    row.save()
    return guideline


def use_as_condition_of_page(record):
    page = make_condition_page()
    page.conditions = [record]
    page.save()
    return page


def use_as_author(record):
    return make_condition_page(author=record)


def use_as_reviewer(record):
    return make_condition_page(reviewer=record)


def scheme_of_2018():
    return install_scheme(slug=CONSENSUS_2018)


USES = [
    ("references", make_reference, use_in_lead),
    ("references", make_reference, use_as_publication),
    ("references", make_reference, use_as_further_source),
    ("references", make_reference, use_as_where_laid_down),
    ("guidelines", make_unused_guideline, use_in_table),
    ("guidelines", make_unused_guideline, use_on_page_of_its_own),
    ("guidelines", make_unused_guideline, use_as_successor),
    ("grade_schemes", scheme_of_2018, use_as_scheme_of_guideline),
    ("grade_schemes", scheme_of_2018, use_as_scheme_of_a_row),
    ("grade_schemes", scheme_of_2018, use_as_scheme_of_table),
    ("conditions", make_condition, use_as_condition_of_page),
    ("conditions", make_condition, use_as_condition_of_a_row),
    ("conditions", make_condition, use_as_condition_of_table),
    ("people", make_person, use_as_author),
    ("people", make_person, use_as_reviewer),
]


@pytest.fixture(params=USES, ids=lambda case: case[2].__name__)
def used(request, django_capture_on_commit_callbacks):
    """(name of the viewset, record, what uses it)."""
    name, make, use = request.param
    with django_capture_on_commit_callbacks(execute=True):
        record = make()
        owner = use(record)
    return name, record, owner


def assert_refused(response, record, owner):
    html = response.content.decode()
    assert response.status_code == 409
    assert f">{owner}</a>" in html
    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_used_is_not_deleted_and_the_place_is_linked(admin_client, used, method):
    name, record, owner = used
    response = getattr(admin_client, method)(reverse(f"citewell_{name}:delete", args=[record.pk]))
    assert_refused(response, record, owner)


def test_nor_is_it_deleted_together_with_others(admin_client, used):
    name, record, owner = used
    model = type(record)
    if model is GradeScheme:
        other = GradeScheme.objects.create(name="Unused", slug="unused")
    else:
        other = {"references": make_reference, "guidelines": make_unused_guideline, "people": make_person}.get(
            name, lambda: Condition.objects.create(name="Unused", slug="unused")
        )()
    address = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    response = admin_client.post(f"{address}?id={record.pk}&id={other.pk}")
    assert_refused(response, record, owner)
    assert model.objects.filter(pk=other.pk).exists()
