import pytest
from django.apps import apps
from django.test import Client

from contact.forms import conditions_offered
from tests.contact.factories import make_contact_page

pytestmark = pytest.mark.django_db


def test_the_sites_conditions_are_suggested_and_none_is_imposed(client: Client) -> None:
    if not apps.is_installed("pages"):
        pytest.skip("The content app is not installed")
    apps.get_model("citewell_pages", "Condition").objects.create(name="Sciatica & co")
    html = client.get(make_contact_page().url).content.decode()
    suggested = html[html.index("<datalist") : html.index("</datalist>")]
    assert 'value="Sciatica &amp; co"' in suggested
    assert 'value="Something else"' in suggested


def test_without_the_content_app_the_field_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*names: str) -> None:
        raise LookupError

    monkeypatch.setattr("contact.forms.apps.get_model", missing)
    assert conditions_offered() == []
