"""Who opens the screens."""

import pytest
from django.test import Client

from tests.contact.factories import make_manager


@pytest.fixture
def manager() -> Client:
    """An enquiry manager who is signed in."""
    client = Client()
    client.force_login(make_manager())
    return client
