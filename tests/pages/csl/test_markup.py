"""`pages.csl.markup`: what publishers deposit, as plain text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.csl.markup import clean_text, unmark_title, without_markup


@pytest.mark.parametrize(
    ("deposited", "plain"),
    [
        ("Anesthesia &amp; Analgesia", "Anesthesia & Analgesia"),
        ("Effects of <i>N</i>-methyl-<scp>d</scp>-aspartate", "Effects of N-methyl-d-aspartate"),
        ("<jats:title>A <jats:italic>B</jats:italic></jats:title>", "A B"),
        ("Twice &amp;lt;i&amp;gt;escaped&amp;lt;/i&amp;gt;", "Twice escaped"),
        ("Split\n      over <br/>lines", "Split over lines"),
        ("p < 0.05 and x > 3", "p < 0.05 and x > 3"),
        ("10<sup>3</sup> cells, CD4<sup>+</sup>, H<sub>2</sub>O", "10³ cells, CD4⁺, H2O"),
        ('<mml:math xmlns:mml="http://x"><mml:mi>α</mml:mi></mml:math>-blockers', "α-blockers"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("hidden\u202e\u200b turn\x00", "hidden turn"),
        ("half \ud800 a pair", "half a pair"),
        (2, "2"),
        (None, ""),
        (True, ""),
        (["list"], ""),
    ],
)
def test_clean_text(deposited, plain):
    assert clean_text(deposited) == plain


@given(st.text())
def test_clean_text_can_always_be_stored(deposited):
    plain = clean_text(deposited)
    plain.encode("utf-8")
    assert not any(unicodedata.category(character) == "Cc" for character in plain)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("RETRACTED: A trial", ("A trial", "RETRACTED")),
        ("Retracted Article: A trial", ("A trial", "Retracted")),
        ("[Retracted] A trial", ("A trial", "Retracted")),
        ("WITHDRAWN: A trial", ("A trial", "WITHDRAWN")),
        ("Retraction: A trial", ("Retraction: A trial", "")),
        ("Retracted papers and their fate", ("Retracted papers and their fate", "")),
        ("RETRACTED:", ("RETRACTED:", "")),
    ],
)
def test_unmark_title(title, expected):
    assert unmark_title(title) == expected


def test_what_is_printed_of_a_record_is_plain():
    record = {
        "type": "article-journal",
        "title": "<i>Staphylococcus aureus</i> at 10<sup>3</sup>",
        "container-title": "Pain &amp; Therapy",
        "author": [{"family": "O&#39;Connor", "given": "A"}, {"literal": "WHO"}],
        "abstract": "<p>Kept &amp; as it is</p>",
        "issued": {"date-parts": [[2020]]},
    }
    assert without_markup(record) == record | {
        "title": "Staphylococcus aureus at 10³",
        "container-title": "Pain & Therapy",
        "author": [{"family": "O'Connor", "given": "A"}, {"literal": "WHO"}],
    }


@pytest.mark.parametrize(
    "title", ["p < 0.05 & n > 3", "Cats &parasites", "<script>x</script>", "<i></i>", "R&D  twice"]
)
def test_a_record_without_markup_is_the_same_one(title):
    record = {"type": "report", "title": title}
    assert without_markup(record) is record
