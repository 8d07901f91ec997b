from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import Enquiry, SearchToken
from contact.services.relating import MOST, related_to
from tests.contact.factories import make_contact_page, make_enquiry, make_receipt

pytestmark = pytest.mark.django_db


def enquiry_of(page, **fields: str) -> Enquiry:
    return Enquiry.objects.get(pk=make_receipt(page, message=f"no {Enquiry.objects.count()}", **fields).enquiry_id)


def test_the_same_address_or_number_however_it_is_written() -> None:
    page = make_contact_page()
    one = enquiry_of(page, email="Mara@Example.org", phone="919 234 5678")
    mail = enquiry_of(page, email="mara@example.ORG", phone="")
    call = enquiry_of(page, email="other@example.org", phone="+1 (919) 234-5678")
    enquiry_of(page, email="stranger@example.org", phone="919 999 5678")
    found = [(each.enquiry.pk, each.same_email) for each in related_to(one)]
    assert sorted(found) == [(mail.pk, True), (call.pk, False)]


def test_a_chance_hit_of_the_index_is_opened_and_not_believed() -> None:
    page = make_contact_page()
    one = enquiry_of(page, email="mara@example.org", phone="")
    stranger = make_enquiry(email="stranger@example.org", phone="")
    rows = [SearchToken(enquiry=stranger, token=each.token) for each in SearchToken.objects.filter(enquiry=one)]
    SearchToken.objects.bulk_create(rows)
    assert related_to(one) == []


def test_one_of_nearly_the_same_time_may_be_the_same_enquiry_again() -> None:
    page = make_contact_page()
    old, one, again = (enquiry_of(page) for _ in range(3))
    Enquiry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=30))
    assert {each.enquiry.pk: each.is_repeat for each in related_to(one)} == {old.pk: False, again.pk: True}


def test_it_is_bounded_and_takes_one_query() -> None:
    page = make_contact_page()
    made = [enquiry_of(page) for _ in range(MOST + 3)]
    with CaptureQueriesContext(connection) as queries:
        assert len(related_to(made[0])) == MOST
    assert len(queries) == 1


def test_an_anonymised_one_has_no_relations() -> None:
    enquiry_of(make_contact_page())
    assert related_to(make_enquiry(email="", phone="", anonymised_at=timezone.now())) == []
