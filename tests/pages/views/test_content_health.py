"""The report and the panel: what is listed, filtered, counted, and for whom."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission

from pages.models import ConditionIndexPage, ConditionPage, LinkCheck, Person
from pages.services.roles import MARKETING_EDITORS, setup_editor_roles
from tests.pages.factories import cite, make_condition_page, make_index, make_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def _pages():
    make_condition_page(title="Cites <nothing>", slug="a")
    make_condition_page(title="Cites something", slug="b", lead=f"<p>Claim.{cite(make_reference())}</p>")


def report(client, **query):
    return client.get(reverse("citewell_content_health:index"), query).content.decode()


def listed(client, **query):
    """The titles of the report's table, in its order."""
    return re.findall(r'<td class="title">\s*<a href="[^"]*">([^<]*)</a>', report(client, **query))


@pytest.mark.usefixtures("_pages")
def test_lists_every_page_with_what_it_wants(admin_client):
    page = " ".join(report(admin_client).split())
    assert "Cites &lt;nothing&gt;" in page
    assert "<li>Never reviewed</li><li>Cites nothing</li>" in page


@pytest.mark.usefixtures("_pages")
def test_keeps_those_that_want_one_thing(admin_client):
    assert listed(admin_client, wants="uncited") == ["Cites &lt;nothing&gt;"]
    assert "Cites something" in listed(admin_client, wants="no such thing")
    assert "Cites something" in listed(admin_client, wants=["uncited", "never-reviewed"])
    assert "Conditions" not in listed(admin_client, wants="anything")


@pytest.mark.usefixtures("_pages")
def test_the_other_filters(admin_client):
    reviewer = Person.objects.create(name="Ada Park")
    ConditionPage.objects.filter(slug="b").update(reviewer=reviewer, live=False)
    index = ConditionIndexPage.objects.get()
    assert listed(admin_client, reviewer=reviewer.pk) == listed(admin_client, state="draft") == ["Cites something"]
    assert listed(admin_client, content_type=index.content_type_id) == ["Conditions"]
    assert len(listed(admin_client, section=index.pk)) == 3
    assert listed(admin_client, section=make_index(slug="c", title="Empty").pk) == ["Empty"]
    assert listed(admin_client, q="some") == ["Cites something"]


@pytest.mark.usefixtures("_pages")
def test_columns_sort_and_what_has_no_date_comes_last(admin_client):
    ConditionPage.objects.filter(slug="b").update(next_review=date(2030, 1, 1))
    assert listed(admin_client, ordering="next_review")[0] == "Cites something"
    assert listed(admin_client, ordering="-next_review")[0] == "Cites something"
    assert listed(admin_client, ordering="-title")[0] == max(listed(admin_client))
    for key in ("type", "reviewer", "last_reviewed", "nonsense"):
        assert len(listed(admin_client, ordering=key)) == 3


def test_a_long_list_has_pages(admin_client):
    for number in range(51):
        make_condition_page(title=f"Page {number:02}", slug=f"p{number}")
    assert len(listed(admin_client)) == 50
    assert len(listed(admin_client, p=2)) == 2


def test_nothing_found_says_how_to_see_all(admin_client):
    make_condition_page()
    assert "No page matches." in report(admin_client, q="zzz")


def test_a_broken_link_is_shown_with_the_answer_and_the_day(admin_client):
    asked = datetime(2026, 11, 2, 9, tzinfo=UTC)
    LinkCheck.objects.create(url="https://gone.example/", status=404, failures=1, checked_at=asked)
    make_condition_page(lead='<a href="https://gone.example/">the &lt;study&gt;</a>')
    page = " ".join(report(admin_client, wants="broken-link").split())
    assert "the &lt;study&gt;</a>: 404 Not Found" in page
    assert "(https://gone.example/)" in page
    assert "asked on Nov. 2, 2026" in page


@pytest.mark.usefixtures("_pages")
def test_the_results_alone_are_what_filtering_loads(admin_client):
    fragment = admin_client.get(reverse("citewell_content_health:results"), {"wants": "uncited"}).content.decode()
    assert "<html" not in fragment
    assert "Cites &lt;nothing&gt;" in fragment


def test_twenty_pages_cost_as_many_queries_as_ten(admin_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            report(admin_client)
            export(admin_client, "csv")
        return len(queries)

    def make(letter):
        for number in range(10):
            person = Person.objects.create(name=f"{letter}{number}")
            make_condition_page(slug=f"{letter}{number}", reviewer=person, lead='<a linktype="page" id="9999">x</a>')

    make("a")
    count()
    few = count()
    make("b")
    assert count() == few


def export(client, kind, **query):
    answer = client.get(reverse("citewell_content_health:index"), query | {"export": kind})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_csv_has_what_the_filters_keep_and_nothing_that_a_spreadsheet_runs(admin_client):
    make_condition_page(title='=HYPERLINK("http://x")', slug="a")
    make_condition_page(title="Reviewed", slug="b", last_reviewed=date(2026, 1, 1))
    heading, line = csv.reader(io.StringIO(export(admin_client, "csv", wants="never-reviewed").decode()))
    assert heading[0] == "Page"
    assert line[0] == '\'=HYPERLINK("http://x")'
    assert line[3].startswith("Never reviewed; ")


def test_xlsx_too(admin_client):
    make_condition_page(title="-1+1\x08", slug="a", lead='<a href="#gone">x</a>', next_review=date(2020, 1, 2))
    sheet = load_workbook(io.BytesIO(export(admin_client, "xlsx", q="1+1"))).active
    heading, line = sheet.iter_rows(values_only=True)
    assert dict(zip(heading, line, strict=True))["Broken links"] == "#gone (there is no such place on the page)"
    assert (line[0], line[6]) == ("'-1+1", date(2020, 1, 2))
    assert {cell.data_type for cell in sheet[2]} <= {"s", "inlineStr", "d", "n"}


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


def test_pages_of_others_are_not_listed_nor_counted(client, django_user_model):
    own = make_index(title="Own", slug="own")
    make_condition_page(title="Mine", slug="mine", index=own)
    make_condition_page(title="Theirs", slug="theirs", index=make_index(title="Other", slug="other"))
    group = Group.objects.create(name="Own pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=own, permission=change)
    editor = django_user_model.objects.create_user("kim", password="x")
    editor.groups.add(group)
    client.force_login(editor)
    assert sorted(listed(client)) == ["Mine", "Own"]
    assert "Theirs" not in report(client)
    assert "Never reviewed</a>: 1" in client.get(reverse("wagtailadmin_home")).content.decode()
