"""What a reader sees of the list at the end of a page: each source, and the ways back to where it is cited.

Roles and labels follow DPUB-ARIA 1.1 (doc-backlink).
"""

from collections.abc import Mapping, Sequence
from html import escape

from .numbering import Marker


def render_entry(
    number: int, printed: str, markers: Sequence[Marker], words: Mapping[str, str], *, notice: str = ""
) -> str:
    """Return one entry as HTML. `printed` is the source, and `notice` what has been said of it since, as HTML.

    `words` holds the translated words: of the way back to an only citation "back" and what it is called for those who
    hear the page, "back_to" ("Back to the text that cites source {number}"); of several "several", which stands before
    them, and "one_of_several" ("{place}, back to the text that cites source {number}").
    """
    return (
        f'<li id="ref-{number}"><div class="cw-reference" data-source>'
        f'<p class="cw-reference__text">{printed}</p>{notice}</div>'
        f'<p class="cw-reference__back">{_ways_back(number, markers, words)}</p></li>\n'
    )


def name_place(occurrence: int) -> str:
    """Return "a" for 1, "b" for 2, …; numbers go on where the letters end."""
    return chr(96 + occurrence) if 1 <= occurrence <= 26 else str(occurrence)


def _ways_back(number: int, markers: Sequence[Marker], words: Mapping[str, str]) -> str:
    if len(markers) == 1:
        return _link(markers[0], words["back_to"].format(number=number), words["back"])
    links = [
        _link(marker, words["one_of_several"].format(place=place, number=number), place)
        for marker in markers
        for place in [name_place(marker.occurrence)]
    ]
    return " ".join([f"<span>{escape(words['several'])}</span>", *links])


def _link(marker: Marker, label: str, text: str) -> str:
    return f'<a href="#{marker.anchor}" role="doc-backlink" aria-label="{escape(label)}">{escape(text)}</a>'
