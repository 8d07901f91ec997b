"""What each gate finds on a condition page, and what the settings make of it."""

from datetime import date

import pytest

from pages.models import Reference, SiteSettings
from pages.models.gates import Gate, read_findings
from pages.services.schemes import CONSENSUS_2018, install_scheme
from tests.pages.factories import (
    cite,
    make_condition_page,
    make_guideline,
    make_reference,
    make_section,
    make_table,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
PICTURE = {"type": "figure", "value": {"image": {"image": 1, "alt_text": ""}, "caption": ""}, "id": "f"}
ROW = {"condition": "CRPS", "intervention": "", "statement": "<p>It may help.</p>", "grade": "B"}


def find(settings=None, **fields):
    """Return what a page with these fields lacks; it has nothing off-label unless they say so."""
    page = make_condition_page(**{"nothing_off_label": True} | fields)
    return read_findings(page, SiteSettings(**settings or {}), today=TODAY)


def test_a_page_that_is_well_lacks_nothing():
    assert find(lead=f"<p>Pain fell by 30%.{cite(make_reference())}</p>", next_review=TODAY) == []


@pytest.mark.parametrize(
    ("fields", "gate"),
    [
        ({"nothing_off_label": False}, Gate.OFF_LABEL),
        ({"lead": "<p>Pain fell by 30%.</p>"}, Gate.CLAIMS),
        ({"body": [make_section("<p>There is weak evidence for it.</p>")]}, Gate.CLAIMS),
        ({"body": [make_table(rows=[ROW])]}, Gate.CLAIMS),
        ({"next_review": date(2026, 11, 24)}, Gate.OVERDUE),
        ({"body": [PICTURE]}, Gate.ALT_TEXT),
    ],
)
def test_each_gate_finds_its_own(fields, gate):
    assert [finding.gate for finding in find(**fields)] == [gate]


def test_an_off_label_notice_is_enough():
    assert find(nothing_off_label=False, off_label_notice="Ketamine is used off-label.") == []


@pytest.mark.parametrize("status", ["retracted", "concern"])
def test_a_source_that_was_retracted_or_doubted(status):
    source = make_reference()
    Reference.objects.update(status=status)
    (finding,) = find(lead=f"<p>Claim.{cite(source)}</p>")
    assert finding.gate == Gate.SOURCES
    assert "Treede 2015" in finding.sentence


def test_a_finding_names_the_claim_and_its_block():
    section = {"type": "section", "value": {"text": "<p>Calm. Pain fell by 30%.</p>"}, "id": "s1"}
    (finding,) = find(body=[section])
    assert finding.sentence == "“Pain fell by 30%.” cites nothing."
    assert finding.anchor == "#block-s1-section"


ODD = ROW | {"statement": "", "certainty": "low"}


def find_pairs(row, **table):
    found = find({"gate_claims": "off"}, body=[make_table(rows=[row], **table)])
    return [finding.sentence for finding in found if finding.gate == Gate.PAIRS]


@pytest.mark.parametrize(
    ("row", "is_odd"),
    [
        (ODD, True),
        (ODD | {"grade": "Z"}, True),
        (ODD | {"certainty": "fair"}, True),
        (ODD | {"note": "The guideline has it so."}, False),
        (ODD | {"certainty": "HIGH"}, False),
        (ODD | {"certainty": ""}, False),
    ],
)
def test_an_odd_pair_in_a_row_of_the_editor_is_pointed_out_until_a_note_says_why(row, is_odd):
    assert bool(find_pairs(row, scheme=install_scheme(slug=CONSENSUS_2018))) is is_odd


def test_the_reason_of_an_odd_pair_is_said_and_the_scheme_may_be_that_of_the_guideline():
    (sentence,) = find_pairs(ODD, guideline=make_guideline(make_reference()))
    assert sentence.startswith("CRPS: ")
    assert "A B needs at least moderate certainty. Keep it with a note, or change it." in sentence


def test_without_a_scheme_no_pair_is_odd():
    assert find_pairs(ODD) == []


@pytest.mark.parametrize(("level", "stops"), [("off", []), ("warning", [False]), ("stop", [True])])
def test_the_setting_says_what_a_gate_does(level, stops):
    found = find({"gate_claims": level}, lead="<p>Pain fell by 30%.</p>")
    assert [finding.stops for finding in found] == stops
