"""Records that are probably one source have one fingerprint; records with too little have none."""

import pytest

from pages.csl.fingerprint import fingerprint, fold


def make_item(title="Pain and sleep", family="Ng", year=2015):
    return {"title": title, "author": [{"family": family}], "issued": {"date-parts": [[year]]}}


@pytest.mark.parametrize(
    "other",
    [make_item("PAIN, and Sleep."), make_item(family="NG"), make_item("Pain and\u00a0sleep"), make_item(family="Ńg")],
)
def test_case_accents_and_punctuation_do_not_count(other):
    assert fingerprint(other) == fingerprint(make_item())


@pytest.mark.parametrize("other", [make_item("Pain and sleep II"), make_item(family="Ngo"), make_item(year=2016)])
def test_other_words_count(other):
    assert fingerprint(other) != fingerprint(make_item())


@pytest.mark.parametrize("item", [{}, {"title": "Pain"}, {"title": "…", "issued": {"date-parts": [[2015]]}}])
def test_too_little_to_go_by(item):
    assert fingerprint(item) == ""


def test_letters_that_are_no_accents_are_folded():
    assert fold("Øster-Straße Łódź Æ") == "osterstrasselodzae"
