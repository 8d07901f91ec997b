"""The end of a chain of successors."""

from pages.succession import follow_to_end


def test_a_chain_leads_to_its_end():
    assert follow_to_end("a", {"a": "b", "b": "c"}.get) == ["b", "c"]


def test_what_nothing_follows_has_no_chain():
    assert follow_to_end("c", {"a": "b", "b": "c"}.get) == []


def test_a_circle_ends():
    assert follow_to_end("a", {"a": "b", "b": "c", "c": "b"}.get) == ["b", "c"]
