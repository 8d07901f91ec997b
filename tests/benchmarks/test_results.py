"""A whole run for people, for programs and for the page."""

import json

from benchmarks.asked import ASKED
from benchmarks.reporting import Report
from benchmarks.results import HEADING, Results, put_figures
from benchmarks.tables import Table

FIRST, SECOND = ASKED[:2]


def make_results(**overrides):
    """Return a run in which the first number was found, and missed."""
    report = Report([Table("pages", [["", "a second"], ["kept", "1200"]])], {FIRST.name: FIRST.bound / 2})
    given = {"report": report, "versions": {"Python": "3.12"}, "began": "2026-11-27T12:00+00:00", "load_before": 0.1}
    return Results(**given | {"processors": 2} | overrides)


def test_programs_get_each_bound_with_what_was_measured():
    read = json.loads(make_results().as_json())
    assert set(read) == {"began", "processors", "load_before", "versions", "asked", "tables"}
    assert len(read["asked"]) == len(ASKED)
    assert read["asked"][0] == {
        "name": FIRST.name,
        "bound": FIRST.bound,
        "at_most": FIRST.at_most,
        "unit": FIRST.unit,
        "measured": FIRST.bound / 2,
        "met": False,
    }
    assert read["asked"][1]["met"] is None
    assert read["tables"][0]["lines"][1] == ["kept", "1200"]


def test_a_terminal_shows_the_verdicts_last_and_the_page_first():
    text, page = make_results().as_text(), make_results().as_markdown()
    assert text.index("asked and measured") > text.index("pages")
    assert page.index("### Asked and measured") < page.index("### Pages")


def test_a_busy_machine_is_named():
    assert "others used the machine" in make_results(load_before=1.5).headline()
    assert "others used the machine" not in make_results(load_before=0.9).headline()


def test_the_page_keeps_what_stands_above_the_figures():
    page = f"# Title\n\nHow to read it.\n\n{HEADING}\n\nold figures\n"
    assert put_figures(page, "new\n") == f"# Title\n\nHow to read it.\n\n{HEADING}\n\nnew\n"
    assert put_figures("", "new\n") == "new\n"
