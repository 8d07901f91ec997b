"""What is looked for, as words: the one form in which a search is handed to the index. Pure text.

SQLite's index and PostgreSQL's read signs such as quotes, stars and colons each in a way of its own, some as errors.
Words alone mean the same to both.
"""

import re
import unicodedata

MOST_WORDS = 12
LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def read_words(text: str) -> list[str]:
    """Return the words of a search in their order, at most MOST_WORDS; each once, whatever its case."""
    found: dict[str, str] = {}
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        kept = word[:LONGEST_WORD].replace("’", "'")
        found.setdefault(kept.casefold(), kept)
    return list(found.values())[:MOST_WORDS]


def plain_search(text: str) -> str:
    """Return the words with blanks between them; '' where there is none."""
    return " ".join(read_words(text))
