"""The value of a BibTeX field as it stands in the file: braces, quotes, abbreviations (@string) and "#"."""

import re

_BARE = re.compile(r'[^\s#{}"]+')


def resolve(value: str, strings: dict[str, str]) -> str:
    """Return a value with its enclosing taken off, its parts joined and its abbreviations written out.

    `strings` holds the file's own abbreviations by their name in lower case. A name that nothing defines stays.
    """
    parts = list(_parts(value))
    return "".join(_part(part, strings) for part in parts)


def _part(part: str, strings: dict[str, str]) -> str:
    if part[:1] in ("{", '"'):
        return part[1:-1] if len(part) > 1 else ""
    return strings.get(part.lower(), part)


def _parts(value: str) -> list[str]:
    """The pieces between "#", each still in its braces or quotes."""
    parts, position = [], 0
    while position < len(value):
        character = value[position]
        if character in '{"':
            end = _closing(value, position)
            parts.append(value[position : end + 1])
            position = end + 1
        elif match := _BARE.match(value, position):
            parts.append(match[0])
            position = match.end()
        else:
            position += 1
    return parts


def _closing(value: str, start: int) -> int:
    """Where the brace or quote that opens at `start` closes; a quote inside braces does not count."""
    quoted, depth = value[start] == '"', 0
    for match in re.compile(r'(?<!\\)[{}"]').finditer(value, start + quoted):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return match.start()
        elif quoted and depth == 0:
            return match.start()
    return len(value) - 1
