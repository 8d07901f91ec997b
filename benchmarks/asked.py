"""What the product asks of itself, number by number, and whether what was measured is that."""

from collections.abc import Mapping
from dataclasses import dataclass

from .tables import Table


@dataclass(frozen=True)
class Asked:
    """A bound: what is measured, and whether it is to be reached or not to be passed."""

    name: str
    bound: float
    at_most: bool = False
    unit: str = "×"

    def is_met(self, measured: float) -> bool:
        """Tell whether a number lies on the right side; the bound itself does."""
        return measured <= self.bound if self.at_most else measured >= self.bound

    def verdict(self, measured: float) -> str:
        """Say `met`, or how far away the number is."""
        if self.is_met(measured):
            return "met"
        if self.unit != "×":
            return " ".join([f"{abs(measured - self.bound):.3g}", *filter(None, [self.unit]), self._side])
        return f"{measured / self.bound:.0%} of it" if measured else "missed"

    @property
    def _side(self) -> str:
        return "too much" if self.at_most else "too little"

    def say_bound(self) -> str:
        """Return the bound in words."""
        return f"{'at most' if self.at_most else 'at least'} {self.say(self.bound)}"

    def say(self, number: float) -> str:
        """Return a number with its unit."""
        digits = f"{number:.0f}" if number == int(number) or number >= 100 else f"{number:.{1 if number >= 10 else 2}f}"
        return f"{digits}×" if self.unit == "×" else f"{digits} {self.unit}".strip()


def at_most(name: str, bound: float, unit: str = "×") -> Asked:
    """Return a bound that is not to be passed."""
    return Asked(name, bound, True, unit)


HTML_1, HTML_16 = "HTML, kept, to stock Wagtail, 1 client", "HTML, kept, to stock Wagtail, 16 clients"
HTML_FLOOR_1, HTML_FLOOR_16 = "HTML, kept, to a plain view, 1 client", "HTML, kept, to a plain view, 16 clients"
HTML_QUERIES = "HTML, kept: queries"
V2_1, V2_16 = "JSON of a page, to Wagtail's v2, 1 client", "JSON of a page, to Wagtail's v2, 16 clients"
V3_1, V3_16 = "JSON of a page, to Wagtail's v3, 1 client", "JSON of a page, to Wagtail's v3, 16 clients"
LIST, LIST_QUERIES = "JSON list of 50, to v2 with fields=*", "JSON list of 50: queries"
NOT_MODIFIED = "304, to a stock 200"
FILES_1, FILES_16 = "published file, to a plain file, 1 client", "published file, to a plain file, 16 clients"
FIRST, FIRST_GROWTH = "first render, 500 citations, to wagtail-footnotes", "first render, 500 citations to 3, time"
START, MEMORY = "start, to stock Wagtail, time", "memory of a worker, to stock Wagtail"
STORED = "enquiry stored, to Wagtail's form page"
MAIL_SLOW, MAIL_DOWN = "enquiry, mail slow to no mail, p50", "enquiry, mail down to no mail, p50"
STORED_QUERIES = "enquiry: queries with 100,000 rows more than with none"
INBOX, INBOX_LAST = "inbox, largest to 1,000 enquiries, time", "inbox, last page to first, time"
CSV, CSV_MEMORY, CSV_FIRST = "CSV of all enquiries, to Wagtail's", "CSV: memory more", "CSV: first byte"
PUBLISHING = "publishing, with most pages to 50, time"
SHARED = "edit of a source that 2,000 pages cite"

ASKED = (
    Asked(HTML_1, 20),
    Asked(HTML_16, 20),
    Asked(HTML_FLOOR_1, 0.5),
    Asked(HTML_FLOOR_16, 0.5),
    at_most(HTML_QUERIES, 1, ""),
    Asked(V2_1, 20),
    Asked(V2_16, 20),
    Asked(V3_1, 20),
    Asked(V3_16, 20),
    Asked(LIST, 10),
    at_most(LIST_QUERIES, 3, ""),
    Asked(NOT_MODIFIED, 25),
    Asked(FILES_1, 0.9),
    Asked(FILES_16, 0.9),
    Asked(FIRST, 8),
    at_most(FIRST_GROWTH, 3),
    at_most(START, 1.15),
    at_most(MEMORY, 1.25),
    Asked(STORED, 3),
    at_most(MAIL_SLOW, 1.2),
    at_most(MAIL_DOWN, 1.2),
    at_most(STORED_QUERIES, 0, ""),
    at_most(INBOX, 1.3),
    at_most(INBOX_LAST, 1.3),
    Asked(CSV, 5),
    at_most(CSV_MEMORY, 20, "MiB"),
    at_most(CSV_FIRST, 1, "s"),
    at_most(PUBLISHING, 2),
    at_most(SHARED, 1, "s"),
)


def judge(found: Mapping[str, float], *, is_whole: bool = True) -> Table:
    """Return what was asked beside what was found; what a whole run did not measure has no number."""
    lines = [["", "asked", "measured", ""]]
    for asked in (each for each in ASKED if is_whole or each.name in found):
        number = found.get(asked.name)
        told = ["not measured", ""] if number is None else [asked.say(number), asked.verdict(number)]
        lines.append([asked.name, asked.say_bound(), *told])
    return Table("asked and measured", lines)
