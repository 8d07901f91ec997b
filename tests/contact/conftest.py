"""The contact tests stand in the app's own base template, so that they need nothing of the site."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    settings.CITEWELL_BASE_TEMPLATE = "citewell/contact/base.html"
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = ""
