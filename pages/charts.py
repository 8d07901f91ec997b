"""Charts as SVG that stands within a page: no script, nothing loaded, in the colours of the text around it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

_COLOURS = (
    "#007d7e",
    "#cd4444",
    "#7c5fd3",
    "#b56a00",
    "#3a7fc4",
    "#8a8a00",
    "#c2549d",
    "#5b8c3a",
    "#8a6d5b",
    "#6b7a8f",
    "#444a9a",
)
_STYLE: dict[str, Any] = {
    "background": "transparent",
    "plot_background": "transparent",
    "foreground": "currentColor",
    "foreground_strong": "currentColor",
    "foreground_subtle": "#9a9a9a",
    "font_family": "inherit",
    "label_font_size": 14,
    "major_label_font_size": 14,
    "legend_font_size": 14,
    "colors": _COLOURS,
}
MOST_LABELS = 8


def draw_lines(labels: Sequence[str], series: Mapping[str, Sequence[int | None]]) -> str:
    """Return an SVG with one line for each name: its counts, one for each label, None where nobody counted, which the
    line passes over.

    Screen readers are to have the same as a table: the drawing is hidden from them.
    """
    # Few requests need it, and every start of the site would wait for it.
    import pygal

    highest = max((count for counts in series.values() for count in counts if count is not None), default=0)
    chart = pygal.Line(
        js=[],
        disable_xml_declaration=True,
        style=pygal.style.Style(**_STYLE),
        width=1000,
        height=380,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        truncate_legend=-1,
        truncate_label=-1,
        show_minor_x_labels=False,
        range=(0, max(highest, 1)),
        y_labels=_whole_numbers(highest),
        formatter=lambda count: f"{count:.0f}",
    )
    chart.x_labels = list(labels)
    chart.x_labels_major = list(labels)[:: max(1, -(-len(labels) // MOST_LABELS))]
    for name, counts in series.items():
        chart.add(name, list(counts))
    chart.add_xml_filter(_bare)
    return str(chart.render(is_unicode=True))


def _whole_numbers(highest: int) -> list[int]:
    step = max(1, -(-highest // 5))
    return list(range(0, highest + step, step))


def _bare(root: Any) -> Any:
    """Without the script that the library brings, and hidden from screen readers."""
    for parent in list(root.iter()):
        for child in [child for child in parent if str(child.tag).endswith("script")]:
            parent.remove(child)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    # Wider than a phone, so that its words can be read there: what holds it scrolls.
    root.set("style", "width: 100%; min-width: 40rem")
    return root
