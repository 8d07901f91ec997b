"""What another process measured arrives as it was."""

import pytest

from benchmarks.reporting import Report, read_report
from benchmarks.tables import Table


def make_report(**found):
    return Report([Table("a table", [["", "x"], ["row", "1"]], ["remark"])], dict(found))


def test_a_report_is_read_as_it_was_written():
    report = make_report(ratio=2.5)
    assert read_report(report.as_json()) == report


def test_a_report_is_one_line():
    assert "\n" not in make_report().as_json()


def test_parts_are_added_in_their_order():
    whole = make_report(first=1.0)
    whole.add(make_report(second=2.0))
    assert whole.found == {"first": 1.0, "second": 2.0}
    assert len(whole.tables) == 2


def test_what_is_no_report_is_refused():
    with pytest.raises(ValueError, match="Expecting value"):
        read_report("Preparing ...")
