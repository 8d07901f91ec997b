"""What counts as a difference between two records of one source, and what does not."""

import pytest

from pages.csl.compare import differences

OURS = {
    "type": "article-journal",
    "title": "Pain & sleep – a review",
    "author": [{"family": "Treede", "given": "Rolf-Detlef"}, {"family": "Rief", "given": "Winfried"}],
    "container-title": "Regional Anesthesia and Pain Medicine",
    "container-title-short": "Reg Anesth Pain Med",
    "issued": {"date-parts": [[2015, 6]]},
    "page": "1003-1007",
    "DOI": "10.1000/abc",
}


@pytest.mark.parametrize(
    "theirs",
    [
        {"title": "Pain and Sleep - A Review."},
        {"author": [{"family": "Treede", "given": "RD"}, {"family": "Rief", "given": "W."}]},
        {"author": [{"family": "Treede", "given": "R.-D."}], "custom": {"et-al": True}},
        {"container-title": "Reg. Anesth. Pain Med."},
        {"container-title": "Reg Anesth Pain Med"},
        {"issued": {"date-parts": [[2015]]}},
        {"page": "1003–7"},
        {"abstract": "We asked people.", "language": "eng", "ISSN": "0304-3959"},
    ],
)
def test_no_difference(theirs):
    assert differences(OURS, theirs) == []


@pytest.mark.parametrize(
    ("theirs", "field", "ours", "shown"),
    [
        ({"title": "Pain and sleep"}, "title", "Pain & sleep – a review", "Pain and sleep"),
        ({"volume": "156"}, "volume", "", "156"),
        ({"page": "1003-1008"}, "page", "1003-1007", "1003-1008"),
        ({"issued": {"date-parts": [[2015, 6, 1]]}}, "issued", "2015-06", "2015-06-01"),
        ({"issued": {"date-parts": [[2016]]}}, "issued", "2015-06", "2016"),
        ({"author": [{"family": "Treede", "given": "RD"}]}, "author", "Treede RD, Rief W", "Treede RD"),
        (
            {"author": [{"family": "Rief", "given": "W"}], "custom": {"et-al": True}},
            "author",
            "Treede RD, Rief W",
            "Rief W",
        ),
        ({"PMID": "7"}, "PMID", "", "7"),
    ],
)
def test_difference(theirs, field, ours, shown):
    assert [tuple(difference) for difference in differences(OURS, theirs)] == [(field, ours, shown)]
