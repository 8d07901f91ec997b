import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contact.models import Enquiry, SearchToken
from contact.services.indexing import index_all, index_enquiries
from tests.contact.factories import make_contact_page, make_enquiry, make_receipt

pytestmark = pytest.mark.django_db


def test_an_enquiry_is_found_as_soon_as_it_is_stored() -> None:
    receipt = make_receipt(name="Zoë Müller")
    for query in ("zoe mull", "canary-mail@example.org", "0142", "surgery", receipt.code.lower().replace("-", " ")):
        assert Enquiry.objects.matching(query).get().pk == receipt.enquiry_id
    assert not Enquiry.objects.matching("zoe schmidt").exists()
    assert not Enquiry.objects.matching("").exists()


def test_the_longest_message_costs_as_many_queries_as_the_shortest() -> None:
    page = make_contact_page()
    make_receipt(page)
    with CaptureQueriesContext(connection) as short:
        make_receipt(page, message="knee")
    with CaptureQueriesContext(connection) as long:
        make_receipt(page, message=" ".join(f"{n:x}q" for n in range(950)))
    assert len(long) == len(short)


def test_a_refused_enquiry_leaves_no_tokens(monkeypatch) -> None:
    page = make_contact_page()
    monkeypatch.setattr("contact.services.receiving.count_arrivals", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_receipt(page)
    assert not SearchToken.objects.exists()


def test_the_index_is_made_anew_without_what_is_gone() -> None:
    enquiry = make_enquiry(name="Old Name")
    assert index_all(batch=1) == 1
    enquiry.name = "New Name"
    enquiry.save()
    index_all()
    assert Enquiry.objects.matching("new").exists()
    assert not Enquiry.objects.matching("old").exists()


def test_tokens_of_an_enquiry_that_cannot_be_read_are_kept(settings) -> None:
    enquiry = make_enquiry()
    index_enquiries(enquiries=[enquiry])
    keys, settings.DATA_KEYS = settings.DATA_KEYS, [Fernet.generate_key().decode()]
    index_all()
    settings.DATA_KEYS = keys
    assert Enquiry.objects.matching("nameworth").exists()


@pytest.mark.parametrize("query", ["nameworth", "canary nameworth surgery"])
def test_the_plan_of_a_search_uses_the_index(query: str) -> None:
    rows = [make_enquiry(name=f"Anna{n}") for n in range(50)]
    for row in rows:
        index_enquiries(enquiries=[row])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # A table of this size is read whole unless that is made dear.
            cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as queries:
        Enquiry.objects.matching(query)
    with connection.cursor() as cursor:
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {queries[-1]['sql']}")
        plan = str(cursor.fetchall())
    index = "one_token_per_enquiry" if connection.vendor == "postgresql" else "INDEX sqlite_autoindex_citewell_contact"
    assert index in plan
    assert "SCAN" not in plan.replace("Scan", "")


@pytest.mark.parametrize("few", [0, 1, 2, 9])
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("mara", {"Mara Lind", "Mara Ode"}),
        ("lind", {"Mara Lind", "Ada Lind"}),
        ("lind mara", {"Mara Lind"}),
        ("mara lind hollis", set()),
        ("question", {"Mara Lind", "Ada Lind", "Mara Ode", "Ben Hollis"}),
        ("question ode", {"Mara Ode"}),
    ],
)
def test_a_search_of_few_and_of_many_finds_the_same(
    monkeypatch: pytest.MonkeyPatch, few: int, query: str, names: set[str]
) -> None:
    monkeypatch.setattr("contact.models.enquiry.FEW", few)
    page = make_contact_page()
    for name in ("Mara Lind", "Ada Lind", "Mara Ode", "Ben Hollis"):
        make_receipt(page, name=name, message="A question")
    assert {enquiry.name for enquiry in Enquiry.objects.matching(query)} == names


def test_a_page_of_many_is_read_in_the_order_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's plan for an empty table says nothing")
    monkeypatch.setattr("contact.models.enquiry.FEW", 0)
    make_receipt(name="Mara Lind")
    plan = Enquiry.objects.of_persons().matching("mara lind").in_order()[:31].explain()
    assert "USING INDEX enquiry_persons" in plan
    assert "TEMP B-TREE" not in plan
