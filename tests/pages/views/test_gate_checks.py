"""The gates among Wagtail's checks, and what the preview prints for them."""

import json

import pytest
from django.urls import reverse
from wagtail.admin.userbar import AccessibilityItem, AdminItem

from pages.models.gates import Gate
from pages.views.gate_checks import GateChecksItem, add_gate_checks
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db


def test_they_take_the_place_of_wagtails_own_item():
    items = [AdminItem(), AccessibilityItem(in_editor=True)]
    add_gate_checks(None, items, None)
    assert [type(item) for item in items] == [AdminItem, GateChecksItem]
    assert items[1].in_editor


def test_every_gate_has_a_rule_that_runs_and_says_what_it_is():
    configuration = GateChecksItem().get_axe_configuration(None)
    rules = {rule["id"]: rule["selector"] for rule in configuration["spec"]["rules"]}
    for gate in Gate:
        assert gate.value in rules[f"citewell-{gate.value}"]
        assert f"citewell-{gate.value}" in configuration["options"]["runOnly"]
        assert configuration["messages"][f"citewell-{gate.value}"]["error_name"] == gate.label
    assert "heading-order" in configuration["options"]["runOnly"]


def test_the_editor_gets_them(admin_client):
    page = make_condition_page()
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert json.dumps("citewell-off-label") in editor


def test_a_draft_shows_what_it_lacks_and_the_public_page_does_not(admin_client, client):
    page = make_condition_page(lead="<p>Pain fell by 30% & more.</p>")
    page.save_revision()
    preview = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert 'data-citewell-gate="claims"' in preview
    assert "“Pain fell by 30% &amp; more.” cites nothing." in preview
    assert "data-citewell-gate" not in client.get(page.url).content.decode()
