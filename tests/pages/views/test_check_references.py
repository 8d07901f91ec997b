"""The bulk action "Check"."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from pages.services.references import save_reference
from pages.views import check_references

from ..lookup.factories import RETRACTED, asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def make_references():
    return [
        save_reference(csl={"type": "article-journal", "title": "Ileal", "DOI": RETRACTED}),
        save_reference(csl={"type": "book", "title": "Pain"}),
    ]


def action(references):
    url = reverse("wagtail_bulk_action", args=["citewell_pages", "reference", "check"])
    return f"{url}?next=/admin/&" + "&".join(f"id={reference.pk}" for reference in references)


def test_it_asks_first(admin):
    page = admin.get(action(make_references())).content.decode()
    assert "Crossref and PubMed are asked about each of these" in page


def test_it_checks_and_counts(admin, settings):
    references = make_references()
    with asking(settings):
        response = admin.post(action(references), follow=True)
    references[0].refresh_from_db()
    assert references[0].status == "retracted"
    assert "2 references were checked: 1 retracted, 1 without a DOI or PubMed id, 1 differ from the record found." in (
        response.content.decode()
    )


def test_what_takes_too_long_is_left(admin, settings, monkeypatch):
    monkeypatch.setattr(check_references, "LONGEST", -1.0)
    with asking(settings) as host:
        response = admin.post(action(make_references()), follow=True)
    assert "0 references were checked: 2 left for the scheduled check." in response.content.decode()
    assert host.asked == []
