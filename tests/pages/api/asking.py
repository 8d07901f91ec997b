"""The delivery API as a front end asks it."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROOT = "/api/v1"


def ask(address, **headers):
    """Return the answer to an anonymous GET."""
    return Client().get(ROOT + address, headers=headers)


def read(address):
    """Return what a call answers with; it must succeed."""
    response = ask(address)
    assert response.status_code == 200, response.content
    return response.json()


def count_queries(address):
    """Return how many queries a call costs once what is cached between calls is there."""
    read(address)
    with CaptureQueriesContext(connection) as queries:
        read(address)
    return len(queries)
