"""export_person, erase_person and purge_enquiries."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contact.models import Enquiry
from tests.contact.factories import CANARIES, make_receipt

pytestmark = pytest.mark.django_db

EMAIL = CANARIES["email"]


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_an_export_is_json_and_nothing_else() -> None:
    make_receipt()
    assert json.loads(run("export_person", EMAIL))["enquiries"][0]["name"] == CANARIES["name"]


def test_erasing_asks_first(monkeypatch) -> None:
    make_receipt()
    monkeypatch.setattr("builtins.input", lambda _question: "someone@else.example")
    with pytest.raises(CommandError, match="nothing was erased"):
        run("erase_person", EMAIL)
    assert Enquiry.objects.count() == 1
    monkeypatch.setattr("builtins.input", lambda _question: EMAIL)
    assert "1 enquiries erased." in run("erase_person", EMAIL)
    assert not Enquiry.objects.exists()


def test_a_dry_run_of_an_erasure_only_counts() -> None:
    make_receipt()
    assert "1 enquiries would be erased." in run("erase_person", EMAIL, dry_run=True)
    assert "Nothing is known" in run("erase_person", "nobody@example.org", dry_run=True)
    assert Enquiry.objects.count() == 1


def test_a_purge_reports_every_rule() -> None:
    report = json.loads(run("purge_enquiries", dry_run=True, json=True))
    assert report["dry_run"] is True
    assert {row["status"] for row in report["purged"]} == {"new", "contacted", "booked", "closed", "spam", "quarantine"}
    assert "spam, older than 30 days: 0 deleted" in run("purge_enquiries")
