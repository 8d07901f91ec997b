"""The strength of a grade, and its picture: bars as a small SVG that needs neither colour nor style to be read.

Bars stand for a recommendation, hang with a cross for one against, and are dotted with a question mark where the scheme
says that it cannot be told. Everything is drawn in the colour of the text, so it shows on paper and in forced colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

FOR = "for"
AGAINST = "against"
UNKNOWN = "unknown"

MOST_BARS = 6
HEIGHT = 20
BAR, GAP, LOWEST = 5, 2.5, 5
# A cross below the first bar, which hangs, and a question mark above it, where it stands.
_SIGNS = {
    AGAINST: '<path d="M1 13l5 5m0-5l-5 5" stroke-width="1.75"/>',
    UNKNOWN: '<path d="M1.5 3.5a2 2 0 1 1 3 1.75q-1 .5-1 1.75m0 2.25v1.25" stroke-width="1.25"/>',
}
# From strong support over what cannot be told to what is advised against.
_RANK = {FOR: 0, UNKNOWN: 1, AGAINST: 2}


@dataclass(frozen=True)
class Strength:
    """How strong a grade is within its scheme: `filled` bars `of` as many as the strongest has, and its stance."""

    filled: int
    of: int
    stance: str = FOR

    @property
    def order(self) -> tuple[int, int]:
        """What sorts the strongest first: support falling, then what cannot be told, then what is advised against."""
        return (_RANK.get(self.stance, 0), self.filled if self.stance == AGAINST else -self.filled)


WEAKEST = len(_RANK)  # sorts what has no strength behind all that has one


def read_strengths(grades: Sequence[tuple[int | None, str]]) -> list[Strength]:
    """Return the strength of each grade of one scheme, given (strength, stance) in the scheme's order, strongest first.

    Where none states its strength, the place in the list is the strength, so that a scheme of one's own works at once.
    """
    stated = [strength for strength, _ in grades if strength is not None]
    if not stated:
        bars = min(len(grades), MOST_BARS)
        return [
            Strength(_scaled(len(grades) - place, len(grades)), bars, stance)
            for place, (_, stance) in enumerate(grades)
        ]
    most = max(max(stated), 1)
    return [Strength(_scaled(strength or 0, most), min(most, MOST_BARS), stance) for strength, stance in grades]


def _scaled(filled: int, of: int) -> int:
    """Bring a strength into the most bars that are drawn; what is above nothing never becomes nothing."""
    return filled if of <= MOST_BARS else -(-filled * MOST_BARS // of)


def strength_svg(strength: Strength, label: str) -> str:
    """Return the picture as SVG. `label` is what a screen reader says for it; it is escaped.

    There is no style attribute and no script in it, which a strict Content-Security-Policy would not let through.
    """
    count = max(strength.of, 1)
    width = count * BAR + (count - 1) * GAP + 2
    bars = "".join(_bar(place, count, strength) for place in range(count))
    return (
        f'<svg class="cw-strength cw-strength--{escape(strength.stance)}" role="img" aria-label="{escape(label)}"'
        f' viewBox="0 0 {width:g} {HEIGHT}" width="{width:g}" height="{HEIGHT}" focusable="false"'
        f' fill="none" stroke="currentColor">{bars}{_SIGNS.get(strength.stance, "")}</svg>'
    )


def _bar(place: int, count: int, strength: Strength) -> str:
    """One bar. Each is higher than the one before; those of a recommendation against hang from the top."""
    step = (HEIGHT - 2 - LOWEST) / max(count - 1, 1)
    height = LOWEST + step * place
    top = 1 if strength.stance == AGAINST else HEIGHT - 1 - height
    fill = ' fill="currentColor"' if place < strength.filled else ""
    dots = ' stroke-dasharray="1.5 1.5"' if strength.stance == UNKNOWN else ""
    return f'<rect x="{1 + place * (BAR + GAP):g}" y="{top:g}" width="{BAR}" height="{height:g}" rx="1"{fill}{dots}/>'
