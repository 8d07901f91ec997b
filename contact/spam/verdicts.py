"""What a layer can say about an enquiry, and how much each word of it weighs. Pure; the weights are data."""

from __future__ import annotations

from dataclasses import dataclass

WEIGHTS: dict[tuple[str, str], float] = {
    ("honeypot", "filled"): 4.0,
    ("time", "fast"): 1.0,
    ("time", "forged"): 1.5,
    ("rate", "several"): 1.0,
    ("rate", "many"): 2.0,
    ("duplicate", "again"): 0.5,
    ("duplicate", "often"): 2.0,
    ("duplicate", "spam"): 3.0,
    ("recaptcha", "pass"): -1.0,
    ("recaptcha", "low"): 1.5,
    ("recaptcha", "invalid"): 2.0,
    ("recaptcha", "other"): 0.5,
    ("altcha", "solved"): -0.5,
    ("altcha", "invalid"): 1.5,
    ("altcha", "replayed"): 1.5,
    ("altcha", "other"): 0.5,
}
"""Above 0 speaks for spam. What is not named weighs nothing: a layer that cannot answer never changes the result."""


@dataclass(frozen=True)
class Said:
    """One layer's verdict with its weight and, in a few words for staff and never the visitor's, its reason."""

    name: str
    verdict: str
    weight: float
    reason: str


def gettext_noop(sentence: str) -> str:
    """The sentence, which `makemessages` finds by this name: reasons are kept as they are said and translated when they
    are shown. Django's own would be an import of Django."""
    return sentence


def say(name: str, verdict: str, reason: str) -> Said:
    """A verdict with the weight that the table gives it."""
    return Said(name, verdict, WEIGHTS.get((name, verdict), 0.0), reason[:200])
