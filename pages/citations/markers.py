"""What a reader sees of a group of citations: superscript numbers that link to the list, ranges merged.

Roles and labels follow DPUB-ARIA 1.1 (doc-noteref), so that a screen reader says where the link leads.
"""

from collections.abc import Mapping, Sequence
from html import escape

from .numbering import Marker


def merge_ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending runs as (first, last): [1, 2, 3, 7] gives [(1, 3), (7, 7)]. Two in a row stay apart."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [
        run
        for first, last in runs
        for run in ([(first, last)] if last - first != 1 else [(first, first), (last, last)])
    ]


def render_group(
    group: Sequence[Marker], labels: Mapping[int, str], words: Mapping[str, str], *, merge: bool = True
) -> str:
    """Return one group as HTML.

    `labels` names each reference by id. `words` holds the translated words: "source" ("Source {number}: {label}"),
    "sources" ("Sources {first} to {last}") and "missing". A dangling marker shows "missing" in place of a number, and
    nothing at all where that is ''.
    """
    by_number: dict[int, list[Marker]] = {}
    for marker in group:
        by_number.setdefault(marker.number, []).append(marker)
    missing = len(by_number.pop(0, []))
    runs = merge_ranges(list(by_number)) if merge else [(number, number) for number in by_number]
    parts = [_render_run(first, last, by_number, labels, words) for first, last in runs]
    if words["missing"]:
        parts += [f'<span class="cw-cite-missing">{escape(words["missing"])}</span>'] * missing
    return f'<sup class="cw-cite">{"<span>,</span>".join(parts)}</sup>' if parts else ""


def _render_run(
    first: int,
    last: int,
    by_number: Mapping[int, Sequence[Marker]],
    labels: Mapping[int, str],
    words: Mapping[str, str],
) -> str:
    if first != last:
        inner = "".join(
            f'<span id="{marker.anchor}"></span>' for number in range(first, last + 1) for marker in by_number[number]
        )
        label = words["sources"].format(first=first, last=last)
        return _link(first, label, f"{inner}{first}–{last}", "", numbers=f"{first}-{last}")
    head, *others = by_number[first]
    inner = "".join(f'<span id="{marker.anchor}"></span>' for marker in others)
    label = words["source"].format(number=first, label=labels.get(head.reference_id, ""))
    locators = ", ".join(marker.locator for marker in (head, *others) if marker.locator)
    if locators:
        label += f", {locators}"
        inner += f'{first}<span class="cw-cite-locator">({escape(locators)})</span>'
    else:
        inner += str(first)
    return _link(first, label, inner, head.anchor, numbers=str(first))


def _link(number: int, label: str, inner: str, anchor: str, *, numbers: str) -> str:
    own_id = f' id="{anchor}"' if anchor else ""
    return (
        f'<a{own_id} class="cw-cite-link" href="#ref-{number}" role="doc-noteref"'
        f' aria-label="{escape(label)}" data-cite="{numbers}">{inner}</a>'
    )
