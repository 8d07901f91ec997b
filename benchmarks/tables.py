"""Lines of cells as a table, for people and for a page of the documentation; knows nothing of what they say."""

from dataclasses import dataclass, field


@dataclass
class Table:
    """A table whose first line names the columns; the first cell of a line says what the line is about."""

    title: str
    lines: list[list[str]]
    remarks: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """For a terminal: columns of equal width, numbers to the right."""
        body = [
            "  ".join([line[0].ljust(self._widths[0]), *map(str.rjust, line[1:], self._widths[1:])]).rstrip()
            for line in self._even
        ]
        return "\n".join([self.title, *body, *self.remarks])

    def as_markdown(self) -> str:
        """For a page: the title as a heading, the remarks as a paragraph below."""
        head, *body = [f"| {' | '.join(line)} |" for line in self._even]
        rule = "|".join(["", " --- ", *[" ---: "] * (len(self._widths) - 1), ""])
        below = ["", " ".join(f"{remark.rstrip('.')}." for remark in self.remarks)] if self.remarks else []
        return "\n".join([f"### {self.title[:1].upper()}{self.title[1:]}", "", head, rule, *body, *below])

    @property
    def _even(self) -> list[list[str]]:
        longest = max(map(len, self.lines))
        return [line + [""] * (longest - len(line)) for line in self.lines]

    @property
    def _widths(self) -> list[int]:
        return [max(map(len, column)) for column in zip(*self._even, strict=True)]


def say_seconds(seconds: float) -> str:
    """Return a time with as many digits as tell something."""
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds * 1000:.{2 if seconds < 0.1 else 0}f} ms"
