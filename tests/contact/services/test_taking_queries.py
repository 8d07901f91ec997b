"""What taking an enquiry costs the database does not grow with what is stored already."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact.models import ContactPage, Enquiry
from tests.contact.factories import make_body, make_contact_page, make_post

pytestmark = pytest.mark.django_db

Send = Callable[[ContactPage, int], int]


def by_form(page: ContactPage, number: int) -> int:
    fields = make_post(page, email=f"form-{number}@example.org", idempotency_key=f"form-{number}")
    return Client().post(f"/enquiries/{page.pk}/", fields).status_code


def by_api(page: ContactPage, number: int) -> int:
    body = json.dumps(make_body(page, email=f"api-{number}@example.org"))
    headers = {"Idempotency-Key": f"api-{number}"}
    return Client().post("/api/v1/enquiries", body, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize("send", [by_form, by_api])
def test_the_queries_of_the_intake_do_not_grow_with_the_enquiries(send: Send) -> None:
    page = make_contact_page()
    counted = []
    for upto in (10, 20):
        while Enquiry.objects.count() < upto:
            assert send(page, Enquiry.objects.count()) in (201, 303)
        with CaptureQueriesContext(connection) as queries:
            send(page, upto + 1000)
        counted.append(len(queries))
    assert counted[0] == counted[1]
