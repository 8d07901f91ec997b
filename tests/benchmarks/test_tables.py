"""Tables for a terminal and for a page say the same."""

from benchmarks.tables import Table, say_seconds

TABLE = Table("kept pages", [["", "a second"], ["ours", "1200"], ["a stock site", "60", "odd"]], ["on a busy machine"])


def test_columns_of_a_terminal_are_of_equal_width():
    assert TABLE.as_text().splitlines() == [
        "kept pages",
        "              a second",
        "ours              1200",
        "a stock site        60  odd",
        "on a busy machine",
    ]


def test_a_page_gets_every_line_with_as_many_cells():
    assert TABLE.as_markdown().splitlines() == [
        "### Kept pages",
        "",
        "|  | a second |  |",
        "| --- | ---: | ---: |",
        "| ours | 1200 |  |",
        "| a stock site | 60 | odd |",
        "",
        "on a busy machine.",
    ]


def test_times_have_the_digits_that_tell_something():
    assert [say_seconds(seconds) for seconds in (0.001234, 0.25, 1.5, 12.34)] == [
        "1.23 ms",
        "250 ms",
        "1500 ms",
        "12.3 s",
    ]
