import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.encryption import seal
from contact.models import AccessLog
from tests.contact.factories import make_contact_page, make_marketing_editor, make_receipt

pytestmark = pytest.mark.django_db


def search(client: Client, words: str) -> str:
    """What staff see after typing these words."""
    return client.post("/admin/enquiries/search/", {"words": words}, follow=True).content.decode()


def test_what_is_found_is_shown_and_the_rest_is_not(manager: Client) -> None:
    page = make_contact_page()
    make_receipt(page, name="Mara Lind")
    make_receipt(page, name="Ada Hollis")
    html = search(manager, "lind")
    assert "Mara Lind" in html
    assert "Ada Hollis" not in html
    assert "No enquiry holds all of “nobody”" in search(manager, "nobody")
    assert "Ada Hollis" in search(manager, " ")


def test_39_no_address_holds_what_was_searched_for(manager: Client) -> None:
    response = manager.post("/admin/enquiries/search/", {"words": "Nameworth"}, follow=True)
    (address, _status), *_more = response.redirect_chain
    assert "nameworth" not in address.lower()
    html = response.content.decode()
    assert "?q=" not in html
    assert not [part for part in html.split('href="')[1:] if "Nameworth" in part.partition('"')[0]]


def test_41_a_search_is_logged_with_what_it_showed_and_without_its_words(manager: Client) -> None:
    receipt = make_receipt()
    search(manager, "nameworth")
    line = AccessLog.objects.get()
    assert (line.action, line.enquiry_ids) == ("search", [receipt.enquiry_id])
    assert "nameworth" not in repr(vars(line)).lower()


def test_39_what_was_found_is_kept_by_no_browser_and_no_proxy(manager: Client) -> None:
    make_receipt()
    assert "no-store" in manager.get(f"/admin/enquiries/found/{seal('nameworth')}/")["Cache-Control"]


def test_filters_and_pages_stay_within_what_was_found(manager: Client) -> None:
    page = make_contact_page()
    make_receipt(page, name="Mara Lind")
    make_receipt(page, name="Ada Hollis")
    found = f"/admin/enquiries/found/{seal('mara')}/"
    assert found in manager.get(found).content.decode()
    html = manager.get(f"{found}results/", {"status": "new"}).content.decode()
    assert "Mara Lind" in html
    assert "Ada Hollis" not in html


def test_a_search_whose_key_is_gone_leads_to_the_whole_list(manager: Client, settings) -> None:
    make_receipt(message="cannot be read")
    for sealed in (seal("nameworth"), "nonsense", "a" * 5000):
        settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS[1:]]
        response = manager.get(f"/admin/enquiries/found/{sealed}/", follow=True)
        assert response.redirect_chain == [("/admin/enquiries/", 302)]
        assert "This search is no longer valid" in response.content.decode()


@pytest.mark.parametrize("words", ["a\x00b", "%", "'; DROP TABLE x; --", "<script>alert(1)</script>", "x" * 9000])
def test_odd_words_find_nothing_and_break_nothing(manager: Client, words: str) -> None:
    assert "<script>alert" not in search(manager, words)


def test_a_search_costs_the_same_however_many_there_are(manager: Client) -> None:
    page = make_contact_page()
    search(manager, "mara")  # what is read once in a process
    counts = []
    for _turn in range(2):
        for number in range(10):
            make_receipt(page, name=f"Mara Lind{number}")
        with CaptureQueriesContext(connection) as queries:
            search(manager, "mara")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_41_who_may_not_see_enquiries_may_not_search_them(client: Client) -> None:
    client.force_login(make_marketing_editor())
    assert client.post("/admin/enquiries/search/", {"words": "lind"}).status_code == 403
    assert client.get(f"/admin/enquiries/found/{seal('lind')}/").status_code == 403


def test_a_missing_key_is_said_and_is_no_error_page(manager: Client, settings) -> None:
    receipt = make_receipt()
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    for address in ("/admin/enquiries/", f"/admin/enquiries/{receipt.enquiry_id}/"):
        response = manager.get(address)
        assert response.status_code == 200
        assert "cannot be read: the key that sealed" in response.content.decode()
    assert "mailto:" not in response.content.decode()
