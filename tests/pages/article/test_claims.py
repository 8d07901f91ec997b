"""Graded claims as rows, and what they do not say."""

import pytest

from pages.article.claims import graded, read_claims
from pages.article.model import Marker, Paragraph, Text

SENTENCE = (
    "It found weak evidence supporting infusions for spinal injury (grade C), weak or no evidence for mixed nerve pain "
    "(including after shingles, phantom pain, and others – grade D), but moderate evidence "
    "supporting use in CRPS (grade B)."
)


def test_three_grades_in_one_sentence():
    assert graded(SENTENCE) == [
        ("spinal injury", "C", "weak", None, "Weak evidence supporting infusions for spinal injury."),
        (
            "mixed nerve pain (including after shingles, phantom pain, and others)",
            "D",
            "weak or none",
            None,
            "Weak or no evidence for mixed nerve pain (including after shingles, phantom pain, and others).",
        ),
        ("CRPS", "B", "moderate", None, "Moderate evidence supporting use in CRPS."),
    ]


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("For CRPS, there is moderate evidence (grade B).", ("CRPS", "B", "moderate", None)),
        ("The evidence for CRPS was moderate (grade B).", ("CRPS", "B", "moderate", None)),
        ("Evidence is strong in back pain (Grade A, high certainty).", ("back pain", "A", "strong", "high")),
        ("Infusions help in CRPS (grade B; certainty: low).", ("CRPS", "B", None, "low")),
        ("There is no evidence for headache (grade D).", ("headache", "D", "none", None)),
        ("It found moderate evidence for infusions in CRPS (grade B).", ("CRPS", "B", "moderate", None)),
    ],
)
def test_other_wordings(sentence, row):
    assert [found[:4] for found in graded(sentence)] == [row]


def test_sentence_without_grade_gives_no_row():
    assert graded("There is weak evidence for spinal injury.") == []


def test_claim_has_the_citation_behind_its_full_stop():
    paragraph = Paragraph((Text("Earlier words."), Marker((1,), "1"), Text(" " + SENTENCE), Marker((2,), "2")), 7)
    claims, _ = read_claims([paragraph])
    assert [(claim.citation, claim.line) for claim in claims] == [(2, 7)] * 3


def test_grade_of_nothing_clear_is_reported():
    claims, problems = read_claims([Paragraph((Text("They agreed at once (grade B)."),), 3)])
    assert (claims, [(problem.line, problem.code) for problem in problems]) == ([], [(3, "claim-unread")])
