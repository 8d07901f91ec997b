"""What the layers against spam said, in words for staff and in their language. What is said is decided in `spam`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import SpamSignal

_LAYERS: dict[str, str | Promise] = {
    "honeypot": _("Hidden field"),
    "time": _("Time to fill it in"),
    "text": _("Words"),
    "learned": _("Learning filter"),
    "rate": _("Others from its address"),
    "duplicate": _("Same words before"),
    "recaptcha": "reCAPTCHA",
    "altcha": "ALTCHA",
}

_VERDICTS: dict[str, str | Promise] = {
    "again": _("Seen before"),
    "expired": _("Too old"),
    "fast": _("Very fast"),
    "filled": _("Filled in"),
    "fine": _("As a person does"),
    "forged": _("Made up"),
    "genuine": _("Speaks for a patient"),
    "invalid": _("Not accepted"),
    "learning": _("Still learning"),
    "low": _("Low score"),
    "many": _("Many"),
    "misconfigured": _("Set up wrongly"),
    "none": _("Nothing came"),
    "nothing": _("Says nothing"),
    "often": _("Seen often"),
    "old": _("Too old"),
    "other": _("For another form"),
    "pass": _("Passed"),
    "patient": _("Speaks for a patient"),
    "replayed": _("Used before"),
    "several": _("Several"),
    "solved": _("Passed"),
    "spam": _("Speaks for spam"),
    "unavailable": _("Could not answer"),
    "unsure": _("Unsure"),
}


@dataclass(frozen=True)
class Told:
    """One layer's verdict as staff read it. `speaks_for` is "spam", "patient" or "" where it weighs nothing."""

    layer: str
    verdict: str
    reasons: tuple[str, ...]
    weight: float
    speaks_for: str


@dataclass(frozen=True)
class Why:
    """All that was said of one enquiry, what weighs most first, and the sum that decided its place."""

    told: tuple[Told, ...]
    weight: float

    @property
    def for_spam(self) -> list[Told]:
        """What spoke for spam."""
        return [each for each in self.told if each.speaks_for == "spam"]


def tell_why(signals: Iterable[SpamSignal]) -> Why:
    """The signals of one enquiry in words."""
    told = sorted((_tell(signal) for signal in signals), key=lambda each: -each.weight)
    return Why(tuple(told), round(sum(each.weight for each in told), 2))


def _tell(signal: SpamSignal) -> Told:
    speaks_for = "spam" if signal.weight > 0 else "patient" if signal.weight < 0 else ""
    # Several rules of one layer stand in one reason. What holds a number is kept as it was said.
    reasons = tuple(gettext(part) for part in signal.reason.split("; ") if part)
    layer, verdict = _LAYERS.get(signal.name, signal.name), _VERDICTS.get(signal.verdict, signal.verdict)
    return Told(str(layer), str(verdict), reasons, signal.weight, speaks_for)
