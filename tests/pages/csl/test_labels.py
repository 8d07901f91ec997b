import pytest
from hypothesis import given

from pages.csl.labels import label

from ..formats.items import items

WHEN = {"issued": {"date-parts": [[2015]]}}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"author": [{"family": "Treede", "given": "RD"}, {"family": "Rief"}], **WHEN}, "Treede 2015"),
        ({"author": [{"literal": "World Health Organization"}], **WHEN}, "World Health Organization 2015"),
        ({"author": [{"given": "Plato"}], **WHEN}, "Plato 2015"),
        ({"author": [{"family": "Beek", "non-dropping-particle": "van"}], **WHEN}, "van Beek 2015"),
        ({"author": [{"family": "Treede"}], "issued": {"literal": "201"}}, "Treede 201"),
        ({"author": [{"family": "Treede"}]}, "Treede"),
        ({"title": "Short title", **WHEN}, "Short title 2015"),
        ({}, "Untitled source"),
        ({"author": "nobody", "title": 7}, "7"),
    ],
)
def test_a_source_is_called_by_who_wrote_it_and_when(record, expected):
    assert label(record) == expected


def test_a_long_title_is_cut_at_forty():
    words = label({"title": "word " * 20})
    assert len(words) <= 40
    assert words.endswith("…")


@given(items())
def test_a_label_is_never_empty(record):
    assert label(record).strip()
