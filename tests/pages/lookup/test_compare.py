"""`pages.lookup.compare`: a record of the library beside the one from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.parse import parse_reference
from pages.lookup.compare import compare, fold, full_pages, lost_words
from pages.lookup.crossref import read_reply

from .factories import PRINTED, reply

ITEM = {
    "type": "article-journal",
    "title": "A classification of chronic pain for ICD-11",
    "container-title": "Pain",
    "author": [{"family": "Treede", "given": "Rolf-Detlef"}, {"family": "Rief", "given": "W"}],
    "issued": {"date-parts": [[2015, 6]]},
    "volume": "156",
    "issue": "6",
    "page": "1003-1007",
}


def differing(theirs, ours=ITEM, also=None):
    return [difference.field for difference in compare(ours, theirs, also)]


def test_the_lost_word_of_the_clinics_third_reference_is_found():
    record = read_reply(reply("crossref_ketamine.json"))
    ours = parse_reference(PRINTED).item
    found = {difference.field: difference for difference in compare(ours, record.item, record.also)}
    assert found["title"].lost == ("Ketamine",)
    assert found["author"].lost == ("Mao",)
    assert (found["issued"].ours, found["issued"].theirs) == ("201", "2017")
    assert (found["issue"].ours, found["issue"].theirs) == ("", "2")
    assert set(found) == {"title", "author", "issued", "issue"}


def test_a_record_agrees_with_itself():
    assert compare(ITEM, ITEM) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "A Classification of Chronic Pain for ICD 11."},
        {"page": "1003–7"},
        {"volume": "0156"},
        {"container-title": "PAIN"},
        {"author": [{"family": "TREEDE", "given": "R"}, {"family": "Rief"}]},
        {"issue": ""},
        {"DOI": "10.5555/x", "PMID": "1"},
    ],
)
def test_what_is_written_otherwise_or_not_said_is_no_difference(change):
    assert differing(ITEM | change) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "A new classification of chronic pain for ICD-11"}, "title"),
        ({"page": "1003-1008"}, "page"),
        ({"volume": "157"}, "volume"),
        ({"issue": "7"}, "issue"),
        ({"issued": {"date-parts": [[2016]]}}, "issued"),
        ({"container-title": "Pain Med"}, "container-title"),
        ({"author": [{"family": "Treede", "given": "RD"}, {"family": "Rief", "given": "WX"}]}, "author"),
        ({"author": ITEM["author"][::-1]}, "author"),
        ({"author": [*ITEM["author"], {"literal": "PAIN Group"}]}, "author"),
    ],
)
def test_differences(change, field):
    assert differing(ITEM | change) == [field]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Reg Anesth Pain Med", "Regional Anesthesia and Pain Medicine"),
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
        ("Anesth Analg", "Anesthesia & Analgesia"),
    ],
)
def test_an_abbreviated_journal_is_the_same_journal(short, full):
    assert differing(ITEM | {"container-title": full}, ITEM | {"container-title": short}) == []


def test_other_names_of_the_journal_count():
    ours = ITEM | {"container-title": "BMJ"}
    theirs = ITEM | {"container-title": "Br Med J"}
    assert differing(theirs, ours) == ["container-title"]
    assert differing(theirs, ours, {"container-title": ["BMJ"]}) == []


def test_a_list_that_they_cut_is_compared_as_far_as_it_goes():
    theirs = ITEM | {"author": ITEM["author"][:1], "custom": {"et-al": True}}
    assert differing(theirs) == []


def test_another_doi_is_a_difference_but_a_missing_one_is_none():
    assert differing(ITEM | {"DOI": "10.5555/b"}, ITEM | {"DOI": "10.5555/a"}) == ["DOI"]
    assert differing(ITEM | {"DOI": "10.5555/b"}) == []


def test_lost_words_keep_their_writing():
    assert lost_words("Infusions for pain", "Intravenous Ketamine Infusions for Chronic-Pain") == [
        "Intravenous",
        "Ketamine",
        "Chronic",
    ]


@pytest.mark.parametrize(("short", "full"), [("521-46", "521-546"), ("e12", "e12"), ("7-7", "7"), ("S1-9", "s1-s9")])
def test_full_pages(short, full):
    assert full_pages(short) == full


@given(st.text())
def test_folding_twice_changes_nothing(value):
    assert fold(fold(value)) == fold(value)
