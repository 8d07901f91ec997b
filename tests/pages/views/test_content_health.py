"""The report and the panel: what is listed, filtered, counted, and for whom."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pages.services.count_health import count_health
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
    assert "<li> Never reviewed </li> <li> Cites nothing </li>" in " ".join(page.split())


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


@pytest.mark.usefixtures("_pages")
def test_the_title_is_searched(admin_client):
    page = report(admin_client, q="something")
    assert "Cites something" in page
    assert "Cites &lt;nothing&gt;" not in page


@pytest.mark.usefixtures("_pages")
def test_drafts_and_sections_can_be_looked_at_alone(admin_client):
    draft = make_condition_page(title="A draft", slug="c", live=False)
    assert "Cites something" not in report(admin_client, live="false")
    assert "A draft" in report(admin_client, section=draft.get_parent().pk)


def test_the_columns_order_it(admin_client):
    make_condition_page(title="Later", slug="a", next_review="2026-12-01")
    make_condition_page(title="Sooner", slug="b", next_review="2026-11-01")
    page = report(admin_client)
    assert page.index("Sooner") < page.index("Later")
    page = report(admin_client, ordering="-next_review")
    assert page.index("Later") < page.index("Sooner")


def test_more_than_a_screenful_is_on_pages(admin_client):
    for number in range(51):
        make_condition_page(title=f"Page {number}", slug=f"p{number}")
    assert len(admin_client.get(reverse("citewell_content_health:index")).context["object_list"]) == 50
    assert len(admin_client.get(reverse("citewell_content_health:index"), {"p": 2}).context["object_list"]) == 1


def test_26_the_export_has_what_is_filtered_and_no_formula(admin_client):
    make_condition_page(title="=cmd()", slug="a")
    make_condition_page(title="Cited", slug="b", lead=f"<p>Claim.{cite(make_reference())}</p>")
    response = admin_client.get(reverse("citewell_content_health:index"), {"wants": "uncited", "export": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert [(row["Page"], row["What it wants"]) for row in rows] == [
        ("'=cmd()", "Never reviewed, Cites nothing, Off-label notice missing")
    ]
    response = admin_client.get(reverse("citewell_content_health:index"), {"wants": "uncited", "export": "xlsx"})
    cells = [cell for row in load_workbook(io.BytesIO(response.getvalue())).active.iter_rows() for cell in row]
    assert "'=cmd()" in [cell.value for cell in cells]
    assert "f" not in [cell.data_type for cell in cells]


def test_a_broken_link_is_named(admin_client):
    make_condition_page(lead='<p><a linktype="page" id="99">there</a></p>')
    assert "page 99" in report(admin_client, wants="broken-link")


def test_twenty_pages_cost_as_many_queries_as_ten(admin_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            report(admin_client)
        return len(queries)

    for number in range(10):
        make_condition_page(slug=f"a{number}")
    count()
    few = count()
    for number in range(10):
        make_condition_page(slug=f"b{number}")
    assert count() == few


def test_the_history_is_a_chart_and_a_table(admin_client):
    address = reverse("citewell_content_health:history")
    assert "Nothing was counted" in admin_client.get(address).content.decode()
    make_condition_page()
    count_health(day=timezone.localdate())
    count_health(day=timezone.localdate() - timedelta(days=3))
    page = admin_client.get(address).content.decode()
    assert "<svg" in page
    assert '<th scope="col">Never reviewed</th>' in page
    count_health(day=timezone.localdate() - timedelta(days=60))
    assert len(admin_client.get(address, {"days": "30"}).context["days"]) == 2
    assert len(admin_client.get(address, {"days": "x"}).context["days"]) == 3
