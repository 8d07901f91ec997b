"""Lists in a cell come apart where one entry ends."""

import pytest

from pages.rows.columns import join_list, split_list

SICI = "10.1002/(SICI)1097-4598(199604)19:4<472::AID-MUS8>3.0.CO;2-X"


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("", []),
        ("CRPS", ["CRPS"]),
        ("CRPS; Fibromyalgia;", ["CRPS", "Fibromyalgia"]),
        ("CRPS\nFibromyalgia", ["CRPS", "Fibromyalgia"]),
        ("CRPS; CRPS", ["CRPS"]),
        (f"{SICI}; PMID 1", [SICI, "PMID 1"]),
        ("10.1/a;10.1/b;pmid:3", ["10.1/a", "10.1/b", "pmid:3"]),
        (" ; ;", []),
    ],
)
def test_entries(cell, entries):
    assert split_list(cell) == entries


def test_a_list_is_read_as_it_is_written():
    assert split_list(join_list([SICI, "CRPS"])) == [SICI, "CRPS"]
