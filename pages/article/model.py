"""The shapes that reading an article gives; how they are found lives in the other modules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ..csl.item import Item
from .problems import Problem

Kind = Literal["paragraph", "bullet", "number", "subheading"]
Purpose = Literal["question", "client", "consultation"]


@dataclass(frozen=True)
class Text:
    """A run of words in one style; `styles` holds any of bold, italic, superscript, subscript."""

    text: str
    styles: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True)
class Marker:
    """A place that cites the references of these numbers; `raw` is what was printed there."""

    numbers: tuple[int, ...]
    raw: str


Run = Text | Marker


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, list item or subheading, from `line` of the input on."""

    runs: tuple[Run, ...]
    line: int
    kind: Kind = "paragraph"
    level: int = 0

    @property
    def text(self) -> str:
        """The words without the markers."""
        return "".join(run.text for run in self.runs if isinstance(run, Text))

    @property
    def raw(self) -> str:
        """The words as printed, markers included."""
        return "".join(run.text if isinstance(run, Text) else run.raw for run in self.runs)

    @property
    def markers(self) -> Iterator[tuple[int, Marker]]:
        """Each marker with its offset in `text`."""
        offset = 0
        for run in self.runs:
            if isinstance(run, Marker):
                yield offset, run
            else:
                offset += len(run.text)


@dataclass(frozen=True)
class Section:
    """A heading ('' where the text goes on without one) and the paragraphs below it."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    line: int


@dataclass(frozen=True)
class Entry:
    """One line of the reference list; `item` is None where it could not be understood."""

    number: int
    text: str
    line: int
    item: Item | None


@dataclass(frozen=True)
class Citation:
    """A marker in reading order: its number, the words before it, and the index of its entry in the list."""

    number: int
    after: str
    line: int
    reference: int


@dataclass(frozen=True)
class Claim:
    """A graded claim of the prose, `wording` in its own words; `citation` is the number cited, None where none is."""

    condition: str
    grade: str
    strength: str | None
    certainty: str | None
    wording: str
    citation: int | None
    sentence: str
    line: int


@dataclass(frozen=True)
class Button:
    """A button of the call to action and what its reader wants."""

    label: str
    purpose: Purpose
    href: str = ""


@dataclass(frozen=True)
class CallToAction:
    """What invites the reader to get in touch."""

    text: str
    buttons: tuple[Button, ...]
    line: int


@dataclass(frozen=True)
class Article:
    """A whole article as understood, with every problem met on the way."""

    title: str
    lead: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Entry, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    call_to_action: CallToAction | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in reading order, the lead first."""
        yield from self.lead
        for section in self.sections:
            yield from section.paragraphs
