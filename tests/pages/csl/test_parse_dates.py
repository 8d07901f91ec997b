"""Printed dates, and those that are none."""

import pytest

from pages.csl.parse_dates import date_variable


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2018", {"date-parts": [[2018]]}),
        ("2015 Jun", {"date-parts": [[2015, 6]]}),
        ("2015 Jun 12", {"date-parts": [[2015, 6, 12]]}),
        ("June 12, 2015", {"date-parts": [[2015, 6, 12]]}),
        ("12 June 2015", {"date-parts": [[2015, 6, 12]]}),
        ("2020 Sept.", {"date-parts": [[2020, 9]]}),
        ("2019 Spring", {"date-parts": [[2019]], "season": 1}),
    ],
)
def test_dates(written, date):
    assert date_variable(written) == date


@pytest.mark.parametrize("written", ["201", "20188", "1066", "2015 Foo", "2015 Jun 44", ""])
def test_what_is_no_date_stays_as_written(written):
    assert date_variable(written) == {"literal": written}


@pytest.mark.parametrize("written", ["²", "²²²²", "2015 ² Jun", "9" * 5000, f"2015 Jun {'9' * 5000}"])
def test_what_int_does_not_read_stays_as_written(written):
    assert date_variable(written) == {"literal": written}
