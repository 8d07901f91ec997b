"""The words of the articles that are compared: the same sections, sentences and sources for every system."""

from typing import Any

SENTENCES_A_SECTION = 10
SENTENCES = 40
"""How many an article has at least, as the clinic's has; every further citation brings a sentence of its own."""

Sentence = tuple[str, int | None]
"""What it says, and the number of the source that stands behind it, if one does."""


def make_sections(citations: int) -> list[list[Sentence]]:
    """Return the sentences of each section; the first `citations` sentences are cited, each with its own source."""
    sentences: list[Sentence] = [
        (f"Of all who were treated, {number} in a thousand did better.", number if number < citations else None)
        for number in range(max(citations, SENTENCES))
    ]
    return [sentences[n : n + SENTENCES_A_SECTION] for n in range(0, len(sentences), SENTENCES_A_SECTION)]


def make_source(number: int) -> dict[str, Any]:
    """Return the record of a journal article, each with a title of its own."""
    return {
        "type": "article-journal",
        "title": f"Outcomes of treatment {number} in a cohort",
        "author": [{"family": f"Writer{number}", "given": "Ann B"}, {"family": "Second", "given": "C"}],
        "container-title": "Journal of Measured Things",
        "issued": {"date-parts": [[1980 + number % 45]]},
        "volume": str(number),
        "page": f"{number}-{number + 9}",
    }


def print_source(number: int) -> str:
    """Return the same record as somebody types it into a footnote."""
    return (
        f"Writer{number} AB, Second C. Outcomes of treatment {number} in a cohort. <i>Journal of Measured Things</i>. "
        f"{1980 + number % 45};{number}:{number}-{number + 9}."
    )
