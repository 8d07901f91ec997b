"""Schemes as plain values."""

from pages.grading.pairs import GradeRule, SchemeData


def make_scheme(**overrides):
    """The letters of the USPSTF."""
    high, moderate, low = "High", "Moderate", "Low"
    values = {
        "name": "USPSTF",
        "grades": (
            GradeRule("A", (high,), "An A needs high certainty."),
            GradeRule("B", (high, moderate), "A B needs at least moderate certainty."),
            GradeRule("I", (low,), "An I says that certainty is low."),
            GradeRule("X"),
        ),
        "certainties": (high, moderate, low),
    }
    return SchemeData(**values | overrides)
