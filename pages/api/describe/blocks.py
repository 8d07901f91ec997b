"""The blocks of a page as data, each with the text that the site shows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...models.citable import CitedDocument
from ...models.guideline_table import GuidelineTable
from ...models.successors import Successor
from ...outline import find_headings, read_outline
from ..schemas import blocks, library
from .images import describe_image
from .library import describe_grade, describe_row, describe_scheme, describe_successor, guideline_facts
from .texts import Printer


@dataclass(frozen=True)
class BlockReader:
    """Reads the blocks of one page: its numbered document, how texts are printed, and its pictures by id."""

    document: CitedDocument
    print: Printer
    images: Mapping[int, Any] = field(default_factory=dict)
    root_url: str = ""
    style: str = ""
    tell: bool = True
    successors: Mapping[int, Successor] = field(default_factory=dict)

    def body(self, stream: Any, path: str = "body") -> list[blocks.BodyBlock]:
        """Return the blocks of a body in their order."""
        anchors = {heading.path: heading.anchor for heading in read_outline(find_headings(stream, path))}
        readers: dict[str, Callable[[Any, str, dict[str, str]], blocks.BodyBlock]] = {
            "section": self._section,
            "callout": self._callout,
            "guideline_table": self._table_block,
            "figure": self._figure,
        }
        return [readers[child.block_type](child, place, anchors) for place, child in _children(stream, path)]

    def questions(self, stream: Any) -> list[blocks.Question]:
        """Return the questions with their answers."""
        return [
            blocks.Question(
                type="question",
                id=child.id or place,
                question=child.value["question"],
                answer=self.print(f"{place}/answer", child.value["answer"]),
            )
            for place, child in _children(stream, "questions")
        ]

    def call_to_action(self, stream: Any) -> blocks.CallToAction | None:
        """Return the one call to action, if there is one."""
        for place, child in _children(stream, "call_to_action"):
            return blocks.CallToAction(
                type="call_to_action",
                id=child.id or place,
                text=self.print(f"{place}/text", child.value["text"]),
                buttons=[
                    blocks.ActionButton(label=button["label"], purpose=button["purpose"])
                    for button in child.value["buttons"]
                ],
            )
        return None

    def table(self, path: str, *, identifier: str, caption: str, rows: Any = ()) -> blocks.GuidelineTable:
        """Return the table that the page shows at this path, with the editor's own rows."""
        shown = self.document.table(path)
        guideline = shown.guideline if shown else None
        return blocks.GuidelineTable(
            type="guideline_table",
            id=identifier,
            caption=caption or (guideline.name if guideline else ""),
            guideline=library.GuidelineFacts(**guideline_facts(guideline, style=self.style, tell=self.tell))
            if guideline
            else None,
            scheme=describe_scheme(shown.scheme) if shown else None,
            successor=describe_successor(self.successors.get(guideline.pk), self.root_url) if guideline else None,
            groups=self._groups(shown) if shown else [],
            rows=[self._free_row(row, f"{path}/rows/{number}", shown) for number, row in enumerate(rows)],
        )

    def _groups(self, table: GuidelineTable) -> list[blocks.RowGroup]:
        markers = self.document.numbering.markers
        return [
            blocks.RowGroup(
                heading=group.heading,
                rows=[describe_row(row, (m for g in markers.get(row.path, ()) for m in g)) for row in group.rows],
            )
            for group in table.shown_groups
            if group.rows
        ]

    def _free_row(self, row: Any, path: str, table: GuidelineTable | None) -> blocks.FreeRow:
        code = (row.get("grade") or "").strip()
        grade = table.grades.get(code) if table else None
        return blocks.FreeRow(
            condition=row["condition"],
            intervention=row.get("intervention") or "",
            statement=self.print(f"{path}/statement", row["statement"]),
            grade=describe_grade(grade, table.strengths.get(grade.pk) if table and grade else None),
            grade_code=code,
            certainty=_certainty(row.get("certainty") or "", table),
            time_horizon=row.get("time_horizon") or "",
        )

    def _section(self, child: Any, place: str, anchors: dict[str, str]) -> blocks.Section:
        return blocks.Section(
            type="section",
            id=child.id or place,
            heading=child.value.get("heading") or "",
            anchor=anchors.get(place, ""),
            aspect=child.value.get("aspect") or "",
            text=self.print(f"{place}/text", child.value["text"]),
        )

    def _callout(self, child: Any, place: str, anchors: dict[str, str]) -> blocks.Callout:
        return blocks.Callout(
            type="callout",
            id=child.id or place,
            tone=child.value["tone"],
            title=child.value["title"],
            text=self.print(f"{place}/text", child.value["text"]),
        )

    def _table_block(self, child: Any, place: str, anchors: dict[str, str]) -> blocks.GuidelineTable:
        return self.table(
            place,
            identifier=child.id or place,
            caption=child.value.get("caption") or "",
            rows=child.value.get("rows") or (),
        )

    def _figure(self, child: Any, place: str, anchors: dict[str, str]) -> blocks.Figure:
        chosen = child.value.get("image")
        image = self.images.get(chosen.pk) if chosen else None
        return blocks.Figure(
            type="figure",
            id=child.id or place,
            image=describe_image(image, alt=chosen.contextual_alt_text or "", root=self.root_url) if chosen else None,
            caption=self.print(f"{place}/caption", child.value.get("caption")),
        )


def _certainty(written: str, table: GuidelineTable | None) -> str:
    """The level as its scheme spells it, or as the editor wrote it."""
    level = table.level_called(written) if table else None
    return level.label if level else written


def find_figures(stream: Any) -> Iterator[Any]:
    """Yield the pictures that a stream shows, each with what is said of it there."""
    for child in stream or ():
        if child.block_type == "figure" and child.value.get("image"):
            yield child.value["image"]


def _children(stream: Any, path: str) -> Iterator[tuple[str, Any]]:
    return ((f"{path}/{position}", child) for position, child in enumerate(stream or ()))
