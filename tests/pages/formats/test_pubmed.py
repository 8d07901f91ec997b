"""What PubMed's words in a record say of its standing."""

import pytest

from pages.formats.pubmed import read_status


@pytest.mark.parametrize(
    ("custom", "status"),
    [
        ({}, "ok"),
        ({"publication-types": ["Journal Article", "Retracted Publication"]}, "retracted"),
        ({"notices": [{"type": "ErratumIn", "source": "Pain. 2016;157:2"}]}, "corrected"),
        ({"notices": [{"type": "ErratumIn"}, {"type": "ExpressionOfConcernIn"}]}, "concern"),
        ({"notices": [{"type": "RetractionOf", "source": "Pain. 2015;156:1"}]}, "ok"),
        ({"notices": "not a list of notices"}, "ok"),
    ],
)
def test_the_gravest_word_counts(custom, status):
    assert read_status({"custom": custom})[0] == status


def test_who_says_so_is_kept():
    custom = {"publication-types": ["Retracted Publication"], "notices": [{"type": "RetractionIn", "source": "Pain"}]}
    assert read_status({"custom": custom}) == ("retracted", "PubMed: RetractionIn, Pain")
