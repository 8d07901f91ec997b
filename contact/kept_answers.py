"""The form in which the answers to a form's own questions are kept with an enquiry. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Answer:
    """One answer with the words of its question as they were asked. `values` holds one text, or each one chosen."""

    key: str
    question: str
    kind: str
    values: tuple[str, ...]


def write_answers(answers: Iterable[Answer]) -> str:
    """As they are kept: JSON, and the empty text for none."""
    kept = [asdict(answer) for answer in answers]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def read_answers(kept: str) -> list[Answer]:
    """The answers again. Raises ValueError for a text that `write_answers` did not write."""
    try:
        return [Answer(**fields | {"values": tuple(fields["values"])}) for fields in json.loads(kept or "[]")]
    except (TypeError, KeyError) as error:
        raise ValueError("These are no kept answers") from error
