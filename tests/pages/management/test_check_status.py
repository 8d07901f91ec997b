"""`manage.py check_status`: which references it asks about, and what it prints."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pages.models import Reference

from ..lookup.factories import KETAMINE, RETRACTED, asking

pytestmark = pytest.mark.django_db


def make_reference(doi=None, title="Pain", **fields):
    return Reference.objects.create(csl={"type": "article-journal", "title": title}, doi=doi, **fields)


def run(*arguments):
    out = StringIO()
    call_command("check_status", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_what_changed_and_counts(settings):
    make_reference(RETRACTED, title="Ileal")
    make_reference()
    with asking(settings):
        changed, summary = run().strip().splitlines()
    assert changed.startswith("Ileal: was “No notice known”, is “Retracted” now, according to Crossref")
    assert summary == (
        "2 references: 0 without a notice, 0 corrected, 0 with a concern, 1 retracted, 0 not listed, "
        "1 without an identifier, 0 failed."
    )


def test_json_counts_add_up(settings):
    for doi in (RETRACTED, KETAMINE, "10.5555/nowhere", None):
        make_reference(doi)
    with asking(settings):
        report = json.loads(run("--json"))
    assert sum(report["outcomes"].values()) == report["references"] == 4
    assert report["outcomes"]["not-listed"] == 1
    assert [row["status"] for row in report["changed"]] == ["retracted"]


def test_those_asked_about_lately_are_left_alone_unless_all_are_wanted(settings):
    make_reference(KETAMINE, checked_at=timezone.now())
    with asking(settings) as host:
        assert run().startswith("0 references")
        assert host.asked == []
        assert run("--all").startswith("1 references")


def test_where_nobody_can_be_asked_it_ends_with_an_error():
    make_reference(KETAMINE)
    with pytest.raises(CommandError, match="Nobody could be asked"):
        run()
