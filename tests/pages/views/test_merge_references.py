"""The bulk action asks which record stays, and merges the others into it."""

import pytest
from django.urls import reverse

from pages.models import Reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return [Reference.objects.create(csl={"type": "report", "title": title}) for title in ("Pain", "Pain again")]


def address(references):
    """Return the address of the action for these records."""
    path = reverse("wagtail_bulk_action", args=["citewell_pages", "reference", "merge"])
    return f"{path}?{'&'.join(f'id={reference.pk}' for reference in references)}"


def test_shows_the_records_side_by_side(admin_client, pair):
    page = admin_client.get(address(pair)).content.decode()
    assert page.count('name="keep"') == 2


def test_one_record_alone_cannot_be_merged(admin_client, pair):
    assert 'name="keep"' not in admin_client.get(address(pair[:1])).content.decode()


def test_merges_into_the_one_that_was_chosen(admin_client, pair):
    admin_client.post(address(pair), {"keep": pair[1].pk})
    assert [reference.pk for reference in Reference.objects.all()] == [pair[1].pk]


def test_a_record_that_was_not_chosen_cannot_be_the_one_that_stays(admin_client, pair):
    other = Reference.objects.create(csl={"type": "report", "title": "Another"})
    admin_client.post(address(pair), {"keep": other.pk})
    assert Reference.objects.count() == 3


def test_all_that_the_list_has_can_be_chosen_at_once(admin_client, pair):
    path = address([]) + "id=all"
    assert admin_client.post(path, {"keep": pair[0].pk}).status_code == 302
    assert Reference.objects.get() == pair[0]
