"""What came of visiting a link, and whether that is well."""

from dataclasses import dataclass
from http import HTTPStatus

# A server that answers so is there; it lets machines not in, or wants to be asked later. Readers may well get in.
CLOSED_STATUSES = frozenset({401, 402, 403, 405, 406, 407, 423, 429, 451, 999})
# A server's or a network's own trouble, which passes.
PASSING_STATUSES = frozenset({408, 425})


@dataclass(frozen=True)
class Answer:
    """The status that came, or why none did: `code` is one of slow, unreachable, untrusted, garbled, loop, or one of
    NoDestination's. `retry_after` is in seconds."""

    status: int | None = None
    code: str = ""
    retry_after: float | None = None

    @property
    def is_well(self) -> bool:
        """Whether something is there."""
        return self.status is not None and (self.status < 400 or self.status in CLOSED_STATUSES)

    @property
    def is_silence(self) -> bool:
        """Whether nobody answered."""
        return self.code in {"slow", "unreachable", "unknown"}


def name_status(status: int) -> str:
    """Return a status with its name: "404 Not Found"; the number alone where it has none."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
