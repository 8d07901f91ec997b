"""What a process remembers of records: many pages show the same source, and each of them is made again and again.

A record is known by all that it holds, written as JSON. So whatever changes it, and in whichever process, what is
remembered of it is never out of date.
"""

import json
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar

from .item import Item

KEPT = 2048
"""So many answers of each function are remembered, those that were asked for last."""

LONGEST = 8_000
"""Records that are longer, written as JSON, are read each time."""

# A record is a tree: nothing in it holds itself.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

T = TypeVar("T")


def write_record(item: Item) -> str:
    """Return the record as JSON, by which it is known."""
    return _encode(item)


def remembered(read: Callable[..., T]) -> Callable[..., T]:
    """Return the same function of a record as JSON, which remembers its answers. Who gets one does not change it."""

    @wraps(read)
    def read_written(written: str, *args: Hashable) -> T:
        return read(json.loads(written), *args)

    remembering = lru_cache(maxsize=KEPT)(read_written)

    @wraps(read)
    def ask(written: str, *args: Hashable) -> T:
        return (remembering if len(written) <= LONGEST else read_written)(written, *args)

    return ask
