"""The short name by which people speak of a source: "Treede 2015"."""

from .item import Item, Name, family, names, text, year


def surname(name: Name) -> str:
    """Return what a person or organisation is called in a short label."""
    return (family(name) or name.get("literal") or name.get("given") or "").strip()


def label(item: Item) -> str:
    """Return "first author year", or the start of the title where there is no author. Never empty."""
    authors = names(item)
    who = surname(authors[0]) if authors else ""
    if not who:
        title = text(item, "title")
        who = title if len(title) <= 40 else title[:39].rstrip() + "…"
    return " ".join(part for part in (who, year(item)) if part) or "Untitled source"
