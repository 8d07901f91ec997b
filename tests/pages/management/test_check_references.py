"""The command lists findings in words and as JSON."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from pages.models import Reference

pytestmark = pytest.mark.django_db


def run(*arguments):
    """Return what the command printed."""
    out = StringIO()
    call_command("check_references", *arguments, stdout=out)
    return out.getvalue()


def test_an_empty_library_has_no_findings():
    assert json.loads(run("--json")) == {"checked": 0, "findings": []}


def test_names_the_record_the_field_and_the_fault():
    reference = Reference.objects.create(csl={"type": "report", "title": "Pain", "issued": {"literal": "201"}})
    finding = {"id": reference.pk, "field": "issued", "code": "year-not-a-year", "message": "“201” is not a year."}
    assert finding | {"label": "Pain 201"} in json.loads(run("--json"))["findings"]


def test_prints_a_line_a_finding():
    Reference.objects.create(csl={"type": "report", "title": "Pain", "issued": {"literal": "201"}})
    assert "Pain 201 · issued: “201” is not a year." in run()
