"""The fields of a row suggest what the schemes have, as it stands when the form is opened."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from pages.models import Certainty, Grade, GradeScheme
from pages.widgets import Suggested

from .factories import make_condition_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    scheme = GradeScheme.objects.create(name='A "scheme" <b>', slug="a")
    Grade.objects.create(scheme=scheme, code="B", meaning="Fair <i>")
    Certainty.objects.create(scheme=scheme, label="High")
    return scheme


@pytest.mark.parametrize(
    ("model", "name", "option"),
    [
        ("Grade", "code", ("B", 'B · Fair <i> (A "scheme" <b>)')),
        ("Certainty", "label", ("High", 'High (A "scheme" <b>)')),
    ],
)
def test_a_suggestion_is_what_is_written_with_what_it_means(scheme, model, name, option):
    html = Suggested(model, name, attrs={"maxlength": 20}).render("cell", 'x"y', attrs={"id": "cell-id"})
    soup = BeautifulSoup(html, "html.parser")
    field = soup.input
    assert (field["name"], field["value"], field["maxlength"]) == ("cell", 'x"y', "20")
    assert soup.find("datalist")["id"] == field["list"]
    assert [(one["value"], one["label"]) for one in soup.find_all("option")] == [option]


def test_what_was_added_meanwhile_is_suggested_in_the_editor(admin_client, scheme):
    address = reverse("wagtailadmin_pages:edit", args=[make_condition_page().pk])
    assert "Zebrafinch" not in admin_client.get(address).content.decode()
    Grade.objects.create(scheme=scheme, code="Z", meaning="Zebrafinch")
    assert "Zebrafinch" in admin_client.get(address).content.decode()
