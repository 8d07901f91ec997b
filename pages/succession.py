"""Who follows whom: the end of a chain of successors. Nothing here knows what follows what, or reads it."""

from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def follow_to_end(start: T, next_of: Callable[[T], T | None]) -> list[T]:
    """Return what follows the start, in order. A circle ends where it would come to something for the second time."""
    seen, chain = {start}, []
    step = next_of(start)
    while step is not None and step not in seen:
        seen.add(step)
        chain.append(step)
        step = next_of(step)
    return chain
