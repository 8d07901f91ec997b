"""What a look-up gives: the record with its notices, or the reason why there is none."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..csl.item import Item
from ..sentences import Refusal, gettext_noop

CROSSREF, PUBMED = "Crossref", "PubMed"

OK, CORRECTED, CONCERN, RETRACTED = "ok", "corrected", "concern", "retracted"
# A record that is itself the notice about another, or that has a newer version: worth telling, no judgement of it.
ITSELF, SUPERSEDED = "itself", "superseded"
SEVERITY = {ITSELF: 0, SUPERSEDED: 0, OK: 0, CORRECTED: 1, CONCERN: 2, RETRACTED: 3}


@dataclass(frozen=True)
class Notice:
    """What was published about a source after it: `kind` is one of SEVERITY, `label` the publisher's own word."""

    kind: str
    label: str
    source: str
    date: str = ""
    doi: str = ""
    pmid: str = ""
    place: str = ""

    @property
    def summary(self) -> str:
        """One line: "Crossref: Retraction, 2010-02-06, doi:10.1016/..."."""
        where = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else self.place
        return f"{self.source}: " + ", ".join(part for part in (self.label, self.date, where) if part)


@dataclass(frozen=True)
class Record:
    """A reply read: `also` holds, by CSL field, other values that mean the same, such as a journal's full title."""

    item: Item
    notices: tuple[Notice, ...] = ()
    also: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A record with who gave it and when; `fetched_at` is the time of the real answer, also out of the cache."""

    item: Item
    notices: tuple[Notice, ...]
    source: str
    fetched_at: datetime
    also: dict[str, list[str]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain JSON types, as the cache keeps it."""
        return {
            "item": self.item,
            "notices": [vars(notice) for notice in self.notices],
            "source": self.source,
            "fetched_at": self.fetched_at.isoformat(),
            "also": self.also,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Found":
        """Read what `to_plain` gave. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            item=plain["item"],
            notices=tuple(Notice(**notice) for notice in plain["notices"]),
            source=plain["source"],
            fetched_at=datetime.fromisoformat(plain["fetched_at"]),
            also=plain["also"],
        )


def worst(notices: tuple[Notice, ...]) -> Notice | None:
    """Return the notice that weighs most, the latest of equals; None where none says anything against the source."""
    grave = [notice for notice in notices if SEVERITY[notice.kind]]
    return max(grave, key=lambda notice: (SEVERITY[notice.kind], notice.date), default=None)


def title_notices(word: str, source: str) -> list[Notice]:
    """Return the notice that a title marked with this word gives; none for ''."""
    return [Notice(RETRACTED, f"Title marked “{word}”", source)] if word else []


class Garbled(ValueError):
    """A reply that is no record; the resolver makes an Unavailable of it."""


class LookUpError(Refusal):
    """Why there is no answer: `text` is one sentence in which `values` stand as {name}; translate `text` first."""


class NotAnIdentifier(LookUpError):
    """What was given is neither a DOI nor a PubMed id."""

    def __init__(self, given: str) -> None:
        shown = " ".join(given.split())
        shown = shown if len(shown) <= 80 else shown[:79] + "…"
        text = gettext_noop("“{given}” is neither a DOI nor a PubMed id.") if shown else EMPTY
        super().__init__("not-an-identifier", text, given=shown)


class NotFound(LookUpError):
    """Those that were asked answered, and have no such record. That says nothing for or against the work."""

    def __init__(self, sources: list[str], identifier: str) -> None:
        text = ABSENT if len(sources) == 1 else ABSENT_FROM_BOTH
        super().__init__("not-found", text, identifier=identifier, source=sources[0], other=sources[-1])


class Unavailable(LookUpError):
    """The source gave no usable answer. `code` is a key of UNAVAILABLE."""

    def __init__(self, code: str, source: str, **values: str) -> None:
        super().__init__(code, UNAVAILABLE[code], source=source, **values)
        self.source = source


class NoIdentifier(LookUpError):
    """The reference has neither DOI nor PubMed id."""

    def __init__(self) -> None:
        super().__init__("no-identifier", gettext_noop("This reference has no DOI or PubMed id to ask by."))


EMPTY = gettext_noop("Give a DOI or a PubMed id to look up.")

ABSENT = gettext_noop("{source} has no record of {identifier}.")
ABSENT_FROM_BOTH = gettext_noop("Neither {source} nor {other} has a record of {identifier}.")

UNAVAILABLE = {
    "off": gettext_noop("Look-up at {source} is switched off on this site."),
    "unreachable": gettext_noop("{source} could not be reached; fill in the fields by hand, or try again later."),
    "slow": gettext_noop("{source} did not answer in time; fill in the fields by hand, or try again later."),
    "refused": gettext_noop("{source} refused to answer (status {status})."),
    "garbled": gettext_noop("{source} sent an answer that could not be read."),
    "too-big": gettext_noop("{source} sent an answer that is too large to read."),
    "redirected": gettext_noop("{source} pointed to another address, which was not followed."),
    "busy": gettext_noop("{source} asks us to wait; try again in {seconds} seconds."),
}
