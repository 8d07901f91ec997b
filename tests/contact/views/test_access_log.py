from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import AccessLog, Enquiry
from contact.services.forgetting import delete_enquiries
from tests.contact.factories import make_enquiry, make_manager

pytestmark = pytest.mark.django_db

URL = "/admin/enquiries/access/"


def make_line(action: str = "view", who: str = "m", **overrides) -> AccessLog:
    return AccessLog.objects.create(**{"action": action, "actor_name": who} | overrides)


def table(client: Client, **query: str) -> str:
    """The rows as staff see them."""
    return client.get(f"{URL}results/", query).content.decode()


def test_administrators_read_the_log_and_enquiry_managers_do_not(admin_client: Client, client: Client) -> None:
    client.force_login(make_manager())
    assert client.get(URL).status_code == client.get(f"{URL}results/").status_code == 403
    assert "Nobody has looked at an enquiry yet" in admin_client.get(URL).content.decode()


def test_41_each_line_says_who_did_what_to_which(admin_client: Client) -> None:
    enquiry = make_enquiry()
    make_line(who="ada", enquiry_id=enquiry.pk)
    html = table(admin_client)
    assert all(words in html for words in ("ada", "Opened", enquiry.receipt))


def test_an_enquiry_that_is_gone_is_named_by_its_number(admin_client: Client) -> None:
    enquiry = make_enquiry()
    delete_enquiries(enquiries=Enquiry.objects.all(), by=None)
    html = table(admin_client, enquiry=f"#{enquiry.pk}")
    assert f"#{enquiry.pk} (gone)" in html
    assert "manage.py" in html


@pytest.mark.parametrize(
    "query",
    [
        {"actor_name": "ADA"},
        {"action": "change"},
        {"at_from": (timezone.now() - timedelta(days=1)).date().isoformat()},
        {"actor_name": "ada", "action": "change"},
    ],
)
def test_the_log_can_be_narrowed_down(admin_client: Client, query: dict[str, str]) -> None:
    make_line("change", "ada")
    make_line("view", "bob", at=timezone.now() - timedelta(days=10))
    html = table(admin_client, **query)
    assert "ada" in html
    assert "bob" not in html


def test_all_accesses_to_one_enquiry_are_found_lists_included(admin_client: Client) -> None:
    wanted, other = make_enquiry(), make_enquiry()
    make_line(who="viewer", enquiry_id=wanted.pk)
    make_line("list", "lister", enquiry_ids=[other.pk, wanted.pk])
    make_line(who="stranger", enquiry_id=other.pk)
    for by in (wanted.receipt.lower(), str(wanted.pk)):
        html = table(admin_client, enquiry=by)
        assert "viewer" in html
        assert "lister" in html
        assert "stranger" not in html
    assert "No access matches" in table(admin_client, enquiry="nonsense")


def test_more_lines_need_no_more_queries(admin_client: Client) -> None:
    counts = []
    for _turn in range(2):
        for _ in range(10):
            make_line("list", enquiry_ids=[make_enquiry().pk])
        with CaptureQueriesContext(connection) as queries:
            table(admin_client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_log_cannot_be_carried_away(admin_client: Client) -> None:
    make_line()
    assert admin_client.get(URL, {"export": "csv"})["Content-Type"].startswith("text/html")


def test_the_enquiry_leads_administrators_to_its_accesses(admin_client: Client, client: Client) -> None:
    enquiry = make_enquiry()
    link = f"{URL}?enquiry={enquiry.pk}"
    assert link in admin_client.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    client.force_login(make_manager())
    assert link not in client.get(f"/admin/enquiries/{enquiry.pk}/").content.decode()


@pytest.mark.parametrize("query", [{"at_to": "9999-12-31"}, {"at_from": "0001-01-01"}])
def test_days_of_another_age_are_refused_in_the_filter(admin_client: Client, query: dict[str, str]) -> None:
    assert "Please check the year." in admin_client.get(URL, query).content.decode()
