"""Where an enquiry goes, decided from what the layers said. Pure; the table is data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .verdicts import Said


class Route(StrEnum):
    """The places, the better one first."""

    INBOX = "inbox"
    FLAGGED = "flagged"
    QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Row:
    """A place, and what it takes: the sum of all weights, and how many layers speak for spam."""

    route: Route
    least_weight: float
    least_layers: int


TABLE = (
    Row(Route.QUARANTINE, 4.0, 1),
    Row(Route.QUARANTINE, 3.0, 2),
    Row(Route.FLAGGED, 1.5, 1),
    Row(Route.INBOX, float("-inf"), 0),
)
"""Read from the top; the first row that is met decides. One layer alone needs more than two that agree."""


def decide_route(signals: Iterable[Said]) -> Route:
    """The place for an enquiry of which the layers said this."""
    weights = [signal.weight for signal in signals]
    # In steps of a hundredth, so that the order in which the layers speak cannot decide.
    total = round(sum(weights), 2)
    layers = sum(weight > 0 for weight in weights)
    return next(row.route for row in TABLE if total >= row.least_weight and layers >= row.least_layers)
