"""Citations as rich text stores them: `<embed embedtype="citation" id="7" locator="p. 3"/>`."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple

EMBED_TYPE = "citation"
LONGEST_ID = 18

# No "<" within: where a tag is never closed, the search would go on to the end from each of them.
_EMBED = r"<embed\b[^<>]*\bembedtype=\"citation\"[^<>]*/>"
# \s has the no-break space already; were it named again, a row of them could be read in 2^n ways.
_GAP = r"(?:\s|&nbsp;)*"
_FIND_GROUP = re.compile(f"{_EMBED}(?:{_GAP}{_EMBED})*")
_FIND_EMBED = re.compile(_EMBED)
_FIND_ANY_EMBED = re.compile(r"<embed\b[^<>]*>")
_IS_CITATION = re.compile(r'\bembedtype=(\\*)"citation\1"')
_FIND_ATTRIBUTE = re.compile(r"([\w-]+)=\"([^\"]*)\"")


class Mark(NamedTuple):
    """One citation as the editor placed it: the reference's id (0 where it is none) and where in the source."""

    reference_id: int
    locator: str = ""


Group = tuple[Mark, ...]


def read_id(written: str) -> int:
    """Return the reference's id, 0 for what is none: no number, or a longer one than any key of a database."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= LONGEST_ID else 0


def make_mark(mark: Mark) -> str:
    """Return the stored form of one citation."""
    locator = f' locator="{escape(mark.locator)}"' if mark.locator else ""
    return f'<embed embedtype="{EMBED_TYPE}" id="{mark.reference_id}"{locator}/>'


def find_groups(source: str) -> list[Group]:
    """Return the citations of a rich text in reading order; those that touch form one group."""
    return [_read_group(match.group()) for match in _FIND_GROUP.finditer(source)]


def replace_groups(source: str, replacement: Callable[[int], str]) -> str:
    """Return the rich text with its n-th group (from 0) replaced by `replacement(n)`."""
    counter = iter(range(source.count("<embed") + 1))
    return _FIND_GROUP.sub(lambda _: replacement(next(counter)), source)


def split_at_groups(source: str) -> list[str]:
    """Return what stands before, between and behind the groups of a rich text: one piece more than it has groups."""
    return _FIND_GROUP.split(source)


def repoint(stored: str, old: int, new: int) -> str:
    """Return the text with every citation of `old` citing `new`.

    `stored` may be rich text or JSON that holds it, in strings within strings too: quotes are found however often they
    are escaped.
    """
    own_id = re.compile(rf'((?<![\w-])id=)(\\*)"{int(old)}\2"')
    return _FIND_ANY_EMBED.sub(
        lambda match: (
            own_id.sub(rf'\g<1>\g<2>"{int(new)}\g<2>"', match.group())
            if _IS_CITATION.search(match.group())
            else match.group()
        ),
        stored,
    )


def _read_group(html: str) -> Group:
    return tuple(_read_mark(match.group()) for match in _FIND_EMBED.finditer(html))


def _read_mark(html: str) -> Mark:
    attributes = {name: unescape(value) for name, value in _FIND_ATTRIBUTE.findall(html)}
    return Mark(read_id(attributes.get("id", "")), attributes.get("locator", "").strip())
