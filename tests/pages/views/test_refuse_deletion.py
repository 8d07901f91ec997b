"""What is in use is not deleted, and the page says where it is used."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.citations.markup import Mark, make_mark
from pages.models import ConditionIndexPage, ConditionPage, Reference

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
