"""Names of people and organisations as medical reference styles print them."""

from .item import Name, family


def format_name(name: Name) -> str:
    """Return a name as AMA and NLM print it: family name, initials without stops, suffix ("Rief W", "King ML Jr")."""
    surname = family(name)
    if not surname:
        return (name.get("literal") or name.get("given") or "").strip()
    return " ".join(part for part in (surname, initials(name.get("given") or ""), name.get("suffix") or "") if part)


def initials(given: str) -> str:
    """Return "RD" for "Rolf-Detlef", "R. D." or "RD"; capitals that are initials already stay as they are."""
    words = given.replace(".", " ").replace("-", " ").split()
    if len(words) == 1 and words[0].isupper():
        return words[0]
    return "".join(word if word.isupper() and len(word) <= 3 else word[0].upper() for word in words)


def format_names(people: list[Name], *, keep: int, cut: bool = False) -> str:
    """Return the list of names: up to six are all named; of more the first `keep`, then "et al".

    `cut` says that the source itself stopped short, so that "et al" follows however few are named.
    """
    printed = [name for name in map(format_name, people) if name]
    if len(printed) > 6:
        printed, cut = printed[:keep], True
    return ", ".join([*printed, "et al"] if cut and printed else printed)
