"""Two revisions of a reference are compared field by field, as the form shows them."""

import pytest
from django.urls import reverse

from pages.services.references import save_reference
from tests.pages.factories import make_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def comparison(admin_client):
    """The page that compares a reference before and after a change of its title and volume."""
    reference = make_reference("Pain", volume="156")
    before = reference.latest_revision_id
    changed = save_reference(csl={**reference.csl, "title": "Pain <b>again", "volume": "157"}, reference=reference)
    address = reverse("citewell_references:revisions_compare", args=[changed.pk, before, changed.latest_revision_id])
    return admin_client.get(address).content.decode()


def test_names_the_fields_that_changed_and_no_other(comparison):
    assert "Volume:" in comparison
    assert "Authors:" not in comparison


def test_shows_what_went_and_what_came_escaped(comparison):
    assert '<span class="deletion">156</span><span class="addition">157</span>' in comparison
    assert "&lt;b&gt;again" in comparison
