"""The page about what somebody with the database sees names every table; a new one cannot be forgotten."""

from pathlib import Path

import pytest
from django.apps import apps

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "privacy.md"
TABLES = [
    model._meta.model_name
    for label in ("citewell_contact", "citewell_outbox")
    for model in apps.get_app_config(label).get_models()
]


@pytest.mark.parametrize("name", TABLES)
def test_40_the_page_says_what_is_seen_of_a_table(name: str) -> None:
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert any(f"`{name}`" in row for row in rows)
