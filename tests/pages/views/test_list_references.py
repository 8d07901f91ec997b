"""The library's list: what somebody should look at, and why."""

import pytest
from django.urls import reverse

from tests.pages.factories import cite, make_condition_page, make_reference

pytestmark = pytest.mark.django_db

COMPLETE = {"container-title": "Pain", "volume": "156", "issue": "6", "page": "1003-1007"}


def listed(client, wants):
    """Return the text of the list, filtered."""
    return client.get(reverse("citewell_references:list"), {"wants": wants}).content.decode()


def test_unused_leaves_out_what_a_page_cites(admin_client):
    make_condition_page(lead=f"<p>Claim.{cite(make_reference('Cited somewhere'))}</p>")
    make_reference("Cited nowhere")
    page = listed(admin_client, "unused")
    assert "Cited nowhere" in page
    assert "Cited somewhere" not in page


def test_incomplete_leaves_out_what_has_every_field(admin_client):
    make_reference("Whole article", **COMPLETE)
    make_reference("Lacks its issue", **(COMPLETE | {"issue": ""}))
    page = listed(admin_client, "incomplete")
    assert "Lacks its issue" in page
    assert "Whole article" not in page


def test_unverified_shows_what_was_never_compared(admin_client):
    make_reference("Never compared")
    assert "Never compared" in listed(admin_client, "unverified")


def test_the_form_says_beside_the_field_what_looks_wrong(admin_client):
    reference = make_reference("Odd year", issued={"literal": "201"})
    page = admin_client.get(reverse("citewell_references:edit", args=[reference.pk])).content.decode()
    assert '<span class="cw-finding">“201” is not a year.</span>' in page
