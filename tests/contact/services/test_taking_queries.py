"""What taking an enquiry costs the database: so many statements, whatever is stored already."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.models import ContactPage, Enquiry
from contact.services.forgetting import delete_enquiries
from outbox.services.waking import forget_waking
from tests.contact.factories import make_body, make_contact_page, make_post

pytestmark = pytest.mark.django_db(transaction=True)

STATEMENTS = {"sqlite": 22, "postgresql": 17}
"""Of one enquiry with one address to notify and the receipt to its visitor, BEGIN and COMMIT included, and three for
the task that wakes a worker, which is asked for once a second. More is a decision, not an accident."""

Send = Callable[[ContactPage, int], int]


def by_form(page: ContactPage, number: int) -> int:
    fields = make_post(page, email=f"form-{number}@example.org", idempotency_key=f"form-{number}")
    return Client().post(f"/enquiries/{page.pk}/", fields).status_code


def by_api(page: ContactPage, number: int) -> int:
    body = json.dumps(make_body(page, email=f"api-{number}@example.org"))
    headers = {"Idempotency-Key": f"api-{number}"}
    return Client().post("/api/v1/enquiries", body, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize("send", [by_form, by_api])
def test_the_queries_of_the_intake_are_as_many_at_none_as_at_many_enquiries(send: Send) -> None:
    page = make_contact_page()
    assert send(page, 0) in (201, 303)
    delete_enquiries(enquiries=Enquiry.objects.all(), by=None)
    counted = []
    for before in (0, 20):
        while Enquiry.objects.count() < before:
            send(page, Enquiry.objects.count() + 1)
        forget_waking()
        with CaptureQueriesContext(connection) as queries:
            send(page, before + 1000)
        counted.append(len(queries))
    assert counted == [STATEMENTS[connection.vendor]] * 2, [each["sql"][:90] for each in queries]
