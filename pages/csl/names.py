"""Names of people and organisations as medical reference styles print them."""

import unicodedata

from .item import Item, Name, family, names, text, truncated


def format_name(name: Name) -> str:
    """Return a name as AMA and NLM print it: family name, initials without stops, suffix ("Rief W", "King ML Jr").

    Scripts that know no capitals have no initials: such a name is printed whole.
    """
    surname = family(name)
    if not surname:
        return (name.get("literal") or name.get("given") or "").strip()
    given = (name.get("given") or "").strip()
    if given and not has_case(given):
        return surname + ("" if is_east_asian(given) else " ") + given
    return " ".join([part for part in (surname, initials(given), name.get("suffix")) if part])


def initials(given: str) -> str:
    """Return "RD" for "Rolf-Detlef", "R. D." or "RD"; capitals that are initials already stay as they are."""
    words = given.replace(".", " ").replace("-", " ").split()
    if len(words) == 1 and words[0].isupper():
        return words[0]
    return "".join([word if word.isupper() and len(word) <= 3 else word[0].upper() for word in words])


def format_names(people: list[Name], *, keep: int, cut: bool = False) -> str:
    """Return the list of names: up to six are all named; of more the first `keep`, then "et al".

    `cut` says that the source itself stopped short, so that "et al" follows however few are named.
    """
    printed = [name for name in map(format_name, people) if name]
    if len(printed) > 6:
        printed, cut = printed[:keep], True
    return ", ".join([*printed, "et al"] if cut and printed else printed)


def format_credits(item: Item, *, keep: int, roles: tuple[str, str]) -> str:
    """Return the authors, or the editors of a book that has editors only; `roles` names one editor and several."""
    authors = format_names(names(item), keep=keep, cut=truncated(item))
    return authors or (format_editors(item, keep=keep, roles=roles) if text(item, "type") == "book" else "")


def format_editors(item: Item, *, keep: int, roles: tuple[str, str]) -> str:
    """Return "Vogelstein B, Kinzler KW, eds", '' where there are none."""
    editors = names(item, "editor")
    return f"{format_names(editors, keep=keep)}, {roles[len(editors) > 1]}" if editors else ""


def has_case(words: str) -> bool:
    """Tell whether the script has capitals, as Latin, Greek and Cyrillic do."""
    return words.lower() != words.upper()


def is_east_asian(words: str) -> bool:
    """Tell whether the words are Chinese, Japanese or Korean, whose names are written without a space."""
    return any(unicodedata.name(letter, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")) for letter in words)
