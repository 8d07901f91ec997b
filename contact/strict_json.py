"""JSON as it must be where strangers send it: one meaning, or an error that says what is wrong. Pure."""

from __future__ import annotations

import json
from typing import Any, NoReturn

DEEPEST = 16
"""Objects and lists within one another. An enquiry needs three."""


class BrokenJsonError(ValueError):
    """Not JSON, or JSON that programs read in different ways; the message is a sentence for the sender."""


def parse_strict(body: bytes) -> Any:
    """The value that UTF-8 encoded JSON holds. Raises BrokenJsonError for anything else.

    Refused besides broken syntax: a member twice (RFC 8259 §4 leaves open which one counts), NaN and Infinity, numbers
    of thousands of digits, and more than DEEPEST levels.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenJsonError(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except BrokenJsonError:
        raise
    except json.JSONDecodeError as error:
        raise BrokenJsonError(
            f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise BrokenJsonError(_TOO_DEEP) from None
    except ValueError:
        raise BrokenJsonError("The body holds a number that is too long.") from None
    _check_depth(value)
    return value


_TOO_DEEP = f"The body is nested more than {DEEPEST} levels deep."


def _check_depth(value: Any) -> None:
    level = [value]
    for _depth in range(DEEPEST + 1):
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                below += each.values()
            elif isinstance(each, list):
                below += each
        if not below:
            return
        level = below
    raise BrokenJsonError(_TOO_DEEP)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BrokenJsonError("The body names a member of an object twice.")
    return members


def _constant(name: str) -> NoReturn:
    raise BrokenJsonError(f"The body is not JSON: {name} is no number.")
