"""Tabs, filters and neighbours."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry, SavedFilter
from contact.services.counting import count_arrivals, known_conditions
from contact.services.subjects import subject_of
from pages.models import Condition
from tests.contact.factories import make_enquiry, make_manager, make_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Any:
    return make_manager()


@pytest.fixture
def client(manager: Any) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def names(client: Client, path: str = "", **query: str) -> list[str]:
    return [each.name for each in client.get(f"/admin/enquiries/{path}", query).context["object_list"]]


@pytest.mark.parametrize(
    ("fields", "folder"),
    [
        ({}, "new"),
        ({"status": "booked"}, "booked"),
        ({"routing": "flagged"}, "new"),
        ({"routing": "quarantine"}, "quarantine"),
        ({"routing": "quarantine", "status": "spam"}, "spam"),
        ({"anonymised_at": timezone.now()}, "anonymised"),
    ],
)
def test_an_enquiry_lies_in_one_folder(fields: dict[str, Any], folder: str) -> None:
    assert Enquiry.objects.get(pk=make_enquiry(**fields).pk).folder == folder


def test_each_tab_shows_its_own_and_says_how_many(client: Client, manager: Any) -> None:
    make_enquiry(name="Fresh")
    make_enquiry(name="Booked", status="booked", assignee=manager)
    make_enquiry(name="Held", routing="quarantine")
    make_enquiry(name="Junk", status="spam")
    assert sorted(names(client)) == ["Booked", "Fresh"]
    assert names(client, "in/mine/") == ["Booked"]
    assert names(client, "in/quarantine/") == ["Held"]
    assert names(client, "in/spam/") == ["Junk"]
    assert len(names(client, "in/all/")) == 4
    counts = {str(tab.label): tab.count for tab in client.get("/admin/enquiries/").context["tabs"]}
    assert counts == dict.fromkeys(["Inbox"], "2") | {
        "Mine": "1", "New": "1", "Contacted": "0", "Booked": "1", "Client": "0", "Closed": "0", "Quarantine": "1",
        "Spam": "1", "All": "4",
    }  # fmt: skip


def test_a_count_stops_where_nobody_counts_any_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contact.views.listing.COUNTED_TO", 2)
    for _ in range(3):
        make_enquiry()
    tabs = client.get("/admin/enquiries/").context["tabs"]
    assert tabs[0].count == "2+"


def test_a_tab_that_there_is_not_is_not_found(client: Client) -> None:
    assert client.get("/admin/enquiries/in/evil/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"assignee": "me"},
        {"mark": "unread"},
        {"mark": "flagged"},
        {"received_from": "2026-01-02"},
    ],
)
def test_filters(client: Client, manager: Any, query: dict[str, str]) -> None:
    day = timezone.make_aware(timezone.datetime(2026, 1, 2, 12))
    make_enquiry(name="Wanted", assignee=manager, routing="flagged", created_at=day)
    make_enquiry(name="Other", read_at=day, created_at=day - timedelta(days=1))
    assert names(client, **query) == ["Wanted"]


def test_those_that_nobody_handles(client: Client, manager: Any) -> None:
    make_enquiry(name="Mine", assignee=manager)
    make_enquiry(name="Nobody's")
    assert names(client, assignee="nobody") == ["Nobody's"]
    assert names(client, assignee=str(manager.pk)) == ["Mine"]


@pytest.mark.parametrize("query", [{"assignee": "'evil"}, {"condition": "12"}, {"mark": "evil"}, {"status": "x"}])
def test_a_filter_that_means_nothing_finds_nothing_and_says_so(client: Client, query: dict[str, str]) -> None:
    enquiry = make_enquiry()
    response = client.get("/admin/enquiries/", query)
    assert list(response.context["object_list"]) == []
    assert "One of the filters means nothing any more" in response.content.decode()
    address = f"/admin/enquiries/export/?{urlencode(query)}"
    file = client.post(address, {"columns": ["receipt"], "format": "csv"}).getvalue().decode()
    assert enquiry.receipt not in file


@pytest.fixture
def crps() -> Any:
    return Condition.objects.create(name="Canary-condition", slug="crps")


@pytest.fixture
def three(crps: Any) -> list[Enquiry]:
    """Two about the condition and one between them that is not, the newest first."""
    now = timezone.now()
    said = ["canary-condition", "Something else", "Canary-Condition"]
    made = [
        make_enquiry(name=f"N{at}", condition=words, created_at=now - timedelta(hours=at))
        for at, words in enumerate(said)
    ]
    for enquiry in made:
        count_arrivals(enquiries=[enquiry], known=known_conditions())
    return made


def test_a_condition_narrows_down_list_neighbours_and_export(client: Client, crps: Any, three: list[Enquiry]) -> None:
    query = {"condition": subject_of(crps.pk)}
    assert names(client, **query) == ["N0", "N2"]
    context = client.get(f"/admin/enquiries/{three[0].pk}/", query).context
    assert context["next_url"] == f"/admin/enquiries/{three[2].pk}/?{urlencode(query)}"
    post = {"columns": ["name"], "format": "csv"}
    file = client.post(f"/admin/enquiries/export/?{urlencode(query)}", post).getvalue().decode("utf-8-sig")
    assert file.split() == ["Name", "N0", "N2"]


def test_39_no_address_of_a_list_of_a_condition_names_it(client: Client, crps: Any, three: list[Enquiry]) -> None:
    html = client.get("/admin/enquiries/", {"condition": subject_of(crps.pk)}).content.decode()
    assert ">Canary-condition</option>" in html
    addresses = [part.partition('"')[0].lower() for part in html.split('href="')[1:]]
    assert any(f"/{three[0].pk}/?condition=" in address for address in addresses)
    assert not [address for address in addresses if "canary" in address or f"condition={crps.pk}&" in f"{address}&"]


def test_a_saved_filter_of_a_condition_outlives_the_key(
    client: Client, crps: Any, three: list[Enquiry], settings: Any
) -> None:
    query = urlencode({"condition": subject_of(crps.pk), "kind": "client"})
    client.post("/admin/enquiries/filters/save/", {"name": "Ours", "query": query})
    assert SavedFilter.objects.get().query == f"kind=client&condition={crps.pk}"
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]
    html = client.get("/admin/enquiries/").content.decode()
    address = html.partition(">Ours</a>")[0].rpartition('href="')[2].rstrip('"').replace("&amp;", "&")
    assert [each.name for each in client.get(address).context["object_list"]] == ["N0", "N2"]
    crps.delete()
    assert list(client.get(address).context["object_list"]) == []


def test_a_detail_knows_its_neighbours_within_the_filtered_list(client: Client) -> None:
    now = timezone.now()
    kinds = ["client", "question", "client", "client"]
    made = [make_enquiry(kind=kind, created_at=now - timedelta(hours=at)) for at, kind in enumerate(kinds)]
    context = client.get(f"/admin/enquiries/{made[2].pk}/", {"kind": "client", "in": "new"}).context
    assert context["previous_url"] == f"/admin/enquiries/{made[0].pk}/?kind=client&in=new"
    assert context["next_url"] == f"/admin/enquiries/{made[3].pk}/?kind=client&in=new"
    assert context["index_url"] == "/admin/enquiries/in/new/?kind=client"


@pytest.mark.parametrize(
    ("ordering", "order"),
    [
        ("status", ["free", "mine", "hers", "booked"]),
        ("-status", ["booked", "free", "mine", "hers"]),
        ("assignee", ["booked", "free", "hers", "mine"]),
        ("-assignee", ["mine", "hers", "booked", "free"]),
    ],
)
def test_list_detail_and_export_follow_the_order(client: Client, manager: Any, ordering: str, order: list[str]) -> None:
    now, other = timezone.now(), make_manager("anna")
    kinds = {"booked": {"status": "booked"}, "free": {}, "mine": {"assignee": manager}, "hers": {"assignee": other}}
    made = {
        name: make_enquiry(name=name, created_at=now - timedelta(hours=at), **fields)
        for at, (name, fields) in enumerate(kinds.items())
    }
    assert names(client, ordering=ordering) == order
    before, here, after = (made[name].pk for name in order[:3])
    context = client.get(f"/admin/enquiries/{here}/", {"ordering": ordering}).context
    assert context["previous_url"] == f"/admin/enquiries/{before}/?ordering={ordering}"
    assert context["next_url"] == f"/admin/enquiries/{after}/?ordering={ordering}"
    post = {"columns": ["name"], "format": "csv"}
    file = client.post(f"/admin/enquiries/export/?ordering={ordering}", post).getvalue().decode("utf-8-sig")
    assert file.split() == ["Name", *order]


def test_a_detail_knows_its_neighbours_within_what_was_found(client: Client) -> None:
    first = make_receipt(name="Mara Lind")
    make_receipt(name="Ada Hollis")
    second = make_receipt(name="Mara Ode")
    response = client.post("/admin/enquiries/search/", {"words": "mara"}, follow=True)
    html = response.content.decode()
    address = html.partition(f'data-cw-row="{second.enquiry_id}"')[0].rpartition('href="')[2].partition('"')[0]
    assert "mara" not in address.lower()
    context = client.get(address).context
    assert context["previous_url"] == ""
    assert context["next_url"].startswith(f"/admin/enquiries/{first.enquiry_id}/?found=")


def test_a_filter_is_kept_under_a_name_without_what_is_none(client: Client, manager: Any) -> None:
    post = {"name": " Old  questions ", "tab": "new", "query": "kind=question&after=1-2&evil=1", "shared": "on"}
    client.post("/admin/enquiries/filters/save/", post)
    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.name, kept.tab, kept.query, kept.is_shared) == (
        manager, "Old questions", "new", "kind=question", True,
    )  # fmt: skip
    assert '/admin/enquiries/in/new/?kind=question">Old questions' in client.get("/admin/enquiries/").content.decode()


def test_the_same_name_again_replaces(client: Client) -> None:
    for kind in ("question", "client"):
        client.post("/admin/enquiries/filters/save/", {"name": "Mine", "query": f"kind={kind}"})
    assert SavedFilter.objects.get().query == "kind=client"


@pytest.mark.parametrize("name", ["", "x" * 61, "a\x00b"])
def test_a_filter_needs_a_name_that_can_be_kept(client: Client, name: str) -> None:
    response = client.post("/admin/enquiries/filters/save/", {"name": name}, follow=True)
    assert "Give the filter a name" in response.content.decode()
    assert not SavedFilter.objects.exists()


def test_33_only_ones_own_and_shared_filters_show_and_only_ones_own_go(client: Client, manager: Any) -> None:
    other = make_manager("other")
    own = SavedFilter.objects.create(owner=manager, name="Own")
    shared = SavedFilter.objects.create(owner=other, name="Shared", is_shared=True)
    secret = SavedFilter.objects.create(owner=other, name="Secret")
    html = client.get("/admin/enquiries/").content.decode()
    assert "Shared" in html
    assert "Secret" not in html
    answers = [client.post(f"/admin/enquiries/filters/{each.pk}/remove/").status_code for each in (own, shared, secret)]
    assert answers == [302, 404, 404]
    assert SavedFilter.objects.count() == 2


@pytest.mark.parametrize("query", [{"received_to": "9999-12-31"}, {"received_from": "0001-01-01"}])
def test_days_of_another_age_are_refused_in_the_filter(client: Client, query: dict[str, str]) -> None:
    make_enquiry()
    assert "Please check the year." in client.get("/admin/enquiries/", query).content.decode()
    assert names(client, **query) == []
