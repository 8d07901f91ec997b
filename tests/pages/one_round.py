"""A command that goes on for ever, stopped after its first round."""

from collections.abc import Iterator


class OneRound:
    """Stands for `pages.management.rounds.Rounds`."""

    def __init__(self, interval: float) -> None:
        pass

    def __iter__(self) -> Iterator[int]:
        yield 0

    def is_stopped(self) -> bool:
        """Never told to stop."""
        return False
