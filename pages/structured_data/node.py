"""One JSON-LD node: a type, an address where it has one, and its properties without those that say nothing."""

from typing import Any

Node = dict[str, Any]

VOCABULARY = "https://schema.org"


def node(kind: str, at: str = "", **properties: Any) -> Node:
    """Return a node of this type. `at` is its @id; a property that is None, '' or empty is left out."""
    head = {"@type": kind, "@id": at} if at else {"@type": kind}
    return head | {name: value for name, value in properties.items() if value or value == 0}


def refer(described: Node) -> Node:
    """Return what leads to a node that is described elsewhere; a node without an @id comes back whole."""
    return {key: described[key] for key in ("@type", "@id")} if "@id" in described else described


def member(name: str) -> str:
    """Return a member of one of the vocabulary's enumerations, as its address."""
    return f"{VOCABULARY}/{name}"
