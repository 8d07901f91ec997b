"""What the linter says of records that print odd things, and that it leaves sound ones alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.lint import lint

SOUND = {
    "type": "article-journal",
    "title": "A classification of chronic pain for ICD-11",
    "author": [{"family": "Treede", "given": "RD"}],
    "container-title": "Pain",
    "issued": {"date-parts": [[2015, 6]]},
    "volume": "156",
    "issue": "6",
    "page": "1003-1007",
    "DOI": "10.1097/j.pain.0000000000000160",
}


def codes(**changes):
    """Return the codes found in the sound record with these changes; None takes a field away."""
    item = {key: value for key, value in (SOUND | changes).items() if value is not None}
    return [finding.code for finding in lint(item, this_year=2026)]


def test_a_sound_record_has_no_findings():
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issued": {"literal": "201"}}, "year-not-a-year"),
        ({"issued": {"date-parts": [[201]]}}, "year-impossible"),
        ({"issued": {"date-parts": [[2206]]}}, "year-impossible"),
        ({"page": "1007-1003"}, "pages-backwards"),
        ({"page": "e12-e11"}, "pages-backwards"),
        ({"issue": "156(6)"}, "volume-in-issue"),
        ({"volume": "156(6)"}, "issue-in-volume"),
        ({"container-title": "Regional Anesthesia and Pain Medicine"}, "journal-not-abbreviated"),
        ({"custom": {"et-al": True}}, "authors-cut"),
        ({"author": [{"family": "Treede"}, {"literal": "et al."}]}, "authors-cut"),
        ({"author": None}, "missing-author"),
        ({"issue": None}, "missing-issue"),
        ({"title": " "}, "missing-title"),
        ({"DOI": "see journal"}, "identifier-malformed"),
        ({"type": "webpage", "URL": "https://example.org"}, "missing-accessed"),
    ],
)
def test_names_the_fault(changes, code):
    assert code in codes(**changes)


@pytest.mark.parametrize("page", ["1003-7", "S1-S9", "e0123", "12-12", "1003–1007", "iv-xii"])
def test_page_ranges_that_are_right_are_left_alone(page):
    assert codes(page=page) == []


@pytest.mark.parametrize("title", ["Pain", "Anesthesiology", "Reg Anesth Pain Med", "N Engl J Med"])
def test_abbreviated_and_one_word_journals_are_left_alone(title):
    assert codes(**{"container-title": title}) == []


def test_a_full_title_beside_its_abbreviation_is_left_alone():
    full = "Regional Anesthesia and Pain Medicine"
    assert codes(**{"container-title": full, "container-title-short": "Reg Anesth Pain Med"}) == []


def test_an_identifier_in_place_of_pages_is_enough():
    assert codes(page=None) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


@given(st.dictionaries(st.sampled_from([*SOUND, "custom", "PMID", "editor"]), JSON))
def test_any_record_can_be_checked(item):
    assert all(finding.message for finding in lint(item, this_year=2026))
