"""What a form is told when its visitor first touches it, by whichever door it asks."""

from __future__ import annotations

from typing import Any

from .spam import altcha, challenge
from .spam.touch import new_touch


def first_touch() -> dict[str, Any]:
    """`touched`, the signed time; and `challenge`, an ALTCHA challenge, or None where reCAPTCHA is the challenge."""
    return {"touched": new_touch(), "challenge": None if challenge.is_on() else altcha.new_challenge()}
