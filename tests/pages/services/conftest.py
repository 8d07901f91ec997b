import pytest

from pages.models.content_change import Event
from tests.outbox.factories import make_endpoint


@pytest.fixture
def _listening():
    make_endpoint(events=[event.value for event in Event])
