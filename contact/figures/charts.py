"""Charts as SVG that stands within a page: without scripts, without styles of its own (admin.css has them, for light,
dark and paper), in a drawing for a desk and one for a phone. The numbers stand in a table beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DESK, HALF, PHONE = 1000, 520, 320
"""Widths of a drawing for the whole of a desk, for one beside its table, and for a phone: in pixels at which its
letters have the size of the page's."""

COLOURS = 6
"""That admin.css has; more series are drawn in the last."""

_DROPPED = {"style", "script", "desc", "title", "defs"}


@dataclass(frozen=True)
class Series:
    """Numbers under one name, one for each label of the chart."""

    name: str
    numbers: Sequence[int]


def draw_columns(labels: Sequence[str], series: Sequence[Series], *, width: int) -> str:
    """Columns side by side, the series of each stacked. Where there is no room for all labels, some are left out."""
    chart = _library().StackedBar(**_settings(width, 260), margin_bottom=8)
    chart.x_labels = list(labels)
    every = max(1, -(-len(labels) * 58 // (width - 60)))
    chart.x_labels_major = list(labels)[::every]
    chart.show_minor_x_labels = every == 1
    return _drawn(chart, series)


def draw_bars(labels: Sequence[str], series: Sequence[Series], *, width: int) -> str:
    """Bars one below the other, the first label on top; long labels are cut, the table has them whole."""
    height = 48 + 34 * len(labels)
    longest = 26 if width > PHONE else 17
    chart = _library().HorizontalBar(**_settings(width, height), print_values=True, print_values_position="top")
    # The library draws the first at the bottom.
    chart.x_labels = [_cut(label, longest) for label in labels][::-1]
    return _drawn(chart, [Series(each.name, list(each.numbers)[::-1]) for each in series])


def _library() -> Any:
    """Few requests need it, and every start of the site would wait for it."""
    import pygal

    return pygal


def _settings(width: int, height: int) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "css": [],
        "js": [],
        "disable_xml_declaration": True,
        "show_legend": False,
        "margin": 8,
        "spacing": 6,
        "no_data_text": "",
        "formatter": lambda number: f"{number:g}",
        "truncate_label": -1,
        "style": _library().style.Style(label_font_size=13, major_label_font_size=13, value_font_size=13),
    }


def _drawn(chart: Any, series: Sequence[Series]) -> str:
    highest = max((sum(column) for column in zip(*(each.numbers for each in series), strict=True)), default=0)
    # Enquiries are whole: no line between two numbers.
    step = max(1, -(-highest // 5))
    step = next(nice for power in range(12) for nice in (10**power, 2 * 10**power, 5 * 10**power) if nice >= step)
    chart.y_labels = list(range(0, max(highest, 1) + step, step))
    for each in series:
        chart.add(each.name, list(each.numbers))
    chart.add_xml_filter(_bare)
    return str(chart.render(is_unicode=True))


def _bare(root: Any) -> Any:
    """Without what would style the page or run in it, and hidden from screen readers, who have the table."""
    # Pygal draws with lxml where that is installed, whose elements know their parents, and else without.
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else None
        if tag in _DROPPED or tag is None:
            parents[element].remove(element)
            continue
        element.attrib.pop("style", None)
    root.attrib.pop("id", None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return root


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
