"""Reads the sources of the apps and lists where an import breaks a rule; the rules stand in docs/decisions.

A rank is how far a module is from the pure ones: it may import its own rank and lower, never higher. A module that the
rules do not name stands as high as the highest that it imports.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

APPS = ("pages", "contact", "outbox")
PURE_ROOMS = (
    "csl",
    "citations",
    "article",
    "formats",
    "gates",
    "grading",
    "links",
    "lookup",
    "rows",
    "structured_data",
)
PURE_FILES = ("charts", "classifications", "packed_xml", "search_words", "sentences", "succession")
PURE_IN_CONTACT = (
    "calendar_entry",
    "cells",
    "figures",
    "opening_hours",
    "kept_answers",
    "masking",
    "search_terms",
    "keyset",
    "mentions",
    "placeholders",
    "receipts",
)
PURE = {("pages", name) for name in (*PURE_ROOMS, *PURE_FILES)} | {("contact", name) for name in PURE_IN_CONTACT}
VAGUE_NAMES = {"core", "common", "utils", "util", "helpers", "helper", "misc"}
# The rank of a module by the first name below its app.
RANKS = {
    "csl": 0,
    "citations": 0,
    "article": 0,
    "formats": 0,
    "gates": 0,
    "grading": 0,
    "links": 0,
    "lookup": 0,
    "rows": 0,
    "structured_data": 0,
    "rich_text": 1,
    "blocks": 1,
    "models": 2,
    "services": 3,
    "forms": 3,
    "api": 3,
    "views": 4,
    "viewsets": 4,
    "templatetags": 4,
    "management": 4,
    "urls": 5,
    "wagtail_hooks": 6,
}
DOTTED_PATH = re.compile(rf"(?:{'|'.join(APPS)})(?:\.[a-z_][a-z0-9_]*)+")


@dataclass(frozen=True)
class Import:
    """One import as it is written: `from ..csl import x` is level 2, module `csl`, names (`x`,)."""

    line: int
    level: int
    module: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A module of an app: its path below the root as names, without `.py` and `__init__`."""

    parts: tuple[str, ...]
    is_package: bool
    text: str

    @property
    def app(self) -> str:
        """The top folder."""
        return self.parts[0]


def sources(root: Path, *folders: str) -> Iterator[Source]:
    """Yield every Python module below the folders; migrations are generated and left out."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "migrations" not in parts:
                is_package = parts[-1] == "__init__"
                yield Source(parts[:-1] if is_package else parts, is_package, path.read_text(encoding="utf-8"))


def imports(text: str) -> Iterator[tuple[Import, bool]]:
    """Yield every import and whether it is one for types only, which nothing runs."""
    tree = ast.parse(text)
    for_types = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, 0, alias.name, ()), id(node) in for_types
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import(node.lineno, node.level, node.module or "", names), id(node) in for_types


def strings(text: str) -> Iterator[tuple[int, str]]:
    """Yield every string of a module with its line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def targets(source: Source, found: Import) -> list[tuple[str, ...]]:
    """Return what a relative import names, as paths from the root: one for each name that may be a module."""
    base = source.parts if source.is_package else source.parts[:-1]
    base = base[: len(base) - (found.level - 1)]
    module = base + tuple(filter(None, found.module.split(".")))
    return [module] if found.module and len(module) > 1 else [(*module, name) for name in found.names]


class Ranking:
    """The rank of every module among the given sources."""

    def __init__(self, all_sources: Iterable[Source]) -> None:
        self._imports: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for source in all_sources:
            lower = self._imports.setdefault(source.parts[:2], set())
            for found, types_only in imports(source.text):
                if found.level and not types_only:
                    lower |= {target[:2] for target in targets(source, found)}

    def of(self, parts: tuple[str, ...], seen: frozenset[tuple[str, ...]] = frozenset()) -> int:
        """Return how far a module stands from the pure ones."""
        top = parts[:2]
        if len(top) < 2 or top in seen:
            return 0
        if top[1] in RANKS:
            return RANKS[top[1]]
        return max((self.of(lower, seen | {top}) for lower in self._imports.get(top, ())), default=0)


def is_pure(parts: tuple[str, ...]) -> bool:
    """Tell whether a module must run without Django."""
    return parts[:2] in PURE


def violations(source: Source, ranking: Ranking) -> Iterator[str]:
    """Yield one line for each rule that a module of an app breaks."""
    where = ".".join(source.parts)
    if VAGUE_NAMES.intersection(source.parts):
        yield f"{where}: a name that says nothing about what lives there"
    for line, text in strings(source.text):
        if DOTTED_PATH.fullmatch(text):
            yield f"{where}:{line}: {text!r} as a string; the wheel renames the app: use __name__ or a label"
    for found, types_only in imports(source.text):
        at = f"{where}:{found.line}"
        top = found.module.split(".")[0]
        if found.level == 0:
            if top == "cms":
                yield f"{at}: imports cms, which nothing may"
            elif top == source.app:
                yield f"{at}: names its own app {top}; the wheel renames it, so the import must be relative"
            elif top in APPS:
                yield f"{at}: imports {top}; apps meet only through the registry"
            elif is_pure(source.parts) and top in {"django", "wagtail", "modelcluster", "swapper"}:
                yield f"{at}: imports {top} in a pure module"
            continue
        if found.level > len(source.parts) - (not source.is_package):
            yield f"{at}: reaches outside its app"
            continue
        for target in targets(source, found):
            if is_pure(source.parts) and not is_pure(target):
                yield f"{at}: a pure module imports {'.'.join(target)}, which is not"
            elif not types_only and ranking.of(source.parts) < ranking.of(target):
                yield f"{at}: imports {'.'.join(target)}, which stands above it"
