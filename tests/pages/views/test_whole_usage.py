"""The usage of a record names what Wagtail's own list leaves out."""

import pytest
from django.urls import reverse

from tests.pages.factories import cite, make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db


def elsewhere(client, reference):
    """Return the part of the page above Wagtail's list."""
    page = client.get(reverse("citewell_references:usage", args=[reference.pk])).content.decode()
    return page.partition("Used here as well")[2].partition("</ul>")[0]


def test_a_draft_is_named(admin_client):
    reference = make_reference()
    page = make_condition_page(title="Chronic pain")
    page.lead = f"<p>Claim.{cite(reference)}</p>"
    page.save_revision()
    assert "Chronic pain</a>, in a draft" in elsewhere(admin_client, reference)


def test_a_page_that_shows_its_guideline_is_named(admin_client):
    reference = make_reference()
    make_condition_page(title="Chronic pain", body=[make_table(make_guideline(reference))])
    assert "Chronic pain</a>, through a guideline" in elsewhere(admin_client, reference)


def test_a_row_of_a_guideline_is_named(admin_client):
    further = make_reference("Further")
    row = make_guideline(make_reference()).recommendations.get()
    row.further_citations = [further]
    row.save()
    assert "Guidelines</a>, in a list" in elsewhere(admin_client, further)


def test_nothing_is_said_where_wagtail_lists_all(admin_client):
    reference = make_reference()
    make_condition_page(lead=f"<p>Claim.{cite(reference)}</p>")
    assert elsewhere(admin_client, reference) == ""
