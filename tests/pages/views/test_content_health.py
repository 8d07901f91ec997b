"""The report and the panel: what is listed, filtered, counted, and for whom."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pages.services.roles import MARKETING_EDITORS, setup_editor_roles
from tests.pages.factories import cite, make_condition_page, make_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def _pages():
    make_condition_page(title="Cites <nothing>", slug="a")
    make_condition_page(title="Cites something", slug="b", lead=f"<p>Claim.{cite(make_reference())}</p>")


def report(client, **query):
    return client.get(reverse("citewell_content_health:index"), query).content.decode()


@pytest.mark.usefixtures("_pages")
def test_lists_every_page_with_what_it_wants(admin_client):
    page = report(admin_client)
    assert "Cites &lt;nothing&gt;" in page
    assert "Never reviewed, Cites nothing" in " ".join(page.split())


@pytest.mark.usefixtures("_pages")
def test_keeps_those_that_want_one_thing(admin_client):
    assert "Cites something" not in report(admin_client, wants="uncited")
    assert "Cites something" in report(admin_client, wants="no such thing")


@pytest.mark.usefixtures("_pages")
def test_the_home_page_counts_and_leads_there(admin_client):
    home = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'<a href="{reverse("citewell_content_health:index")}?wants=never-reviewed">Never reviewed</a>: 2' in home


def test_an_editor_sees_it_and_others_do_not(client, django_user_model):
    setup_editor_roles()
    editor, stranger = (django_user_model.objects.create_user(name, password="x") for name in ("mia", "sam"))
    editor.groups.add(Group.objects.get(name=MARKETING_EDITORS))
    client.force_login(editor)
    assert client.get(reverse("citewell_content_health:index")).status_code == 200
    client.force_login(stranger)
    assert client.get(reverse("citewell_content_health:index")).status_code in {302, 403}
