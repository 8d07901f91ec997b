"""The contact tests stand in the app's own base template, so that they need nothing of the site."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from contact.services import reading_pages


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    settings.CITEWELL_BASE_TEMPLATE = "citewell/contact/base.html"
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = ""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """A page of another test may have had the same number: that costs a statement more."""
    with mock.patch.dict(reading_pages._REMEMBERED, clear=True):
        yield
