"""Which terms an enquiry can be found by, and which terms a search asks for. Pure.

A term is a kind and a folded text, as `name:mara`: the same word is another term in a name than in a message, so that
the index does not tell that both hold it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import phonenumbers

from .kept_answers import read_answers

MOST_TERMS = 450
"""Of one enquiry: what one INSERT takes on SQLite. A message with more different words is found by its first ones."""

LONGEST_SEARCH = 200
MOST_WORDS = 8
"""Of one search; what follows is left out."""

_PREFIXES = range(3, 16)
"""How many letters of a name's beginning find it. Each length is one more thing that the index tells, the short ones
much and the long ones hardly more than the whole name does."""

_LONGEST_WORD = 40
_COMMON = frozenset(
    """
    i a to of in on is it my me we he do so or at be as am if no by up us go hi ok an the and for that this with you are
    was but have not had has from they her his she can could would about there their been were what when which who how
    out our your all any one get got just also than then them him its it's i'm i've don't very some like know want
    please thank thanks hello regards since because
    """.split()  # noqa: SIM905
)
"""Words that half of all messages hold: they find nothing and would be the first that a frequency count gives away."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
IN_NUMBERS = r"\d ().\-/\u00a0\u202f\u2010-\u2015\u2212"
"""What stands in a telephone number as people type it, as a set of a pattern: blanks and dashes of any width, too."""

_DIALLED = re.compile(rf"(?<!\w)[+(]?\d[{IN_NUMBERS}]*\d(?!\w)")
_FEWEST_DIGITS = 4


def fold(text: str) -> str:
    """Without case and accents: `Müller` and `MULLER` are the same."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in spread if not unicodedata.combining(character)).replace("’", "'")


def words(text: str) -> Iterator[str]:
    """The folded words of a text, in their order."""
    return (word[:_LONGEST_WORD] for word in _WORD.findall(fold(text)))


def parts_of_name(text: str) -> Iterator[str]:
    """Each word of a name, folded; of one with an apostrophe (O'Connor) also what it is without, and what it joins."""
    for word in words(text):
        yield word
        if "'" in word:
            yield word.replace("'", "")
            yield from (piece for piece in word.split("'") if len(piece) > 1)


def terms_of_name(text: str) -> Iterator[str]:
    """Each part of a name, and the beginnings of it."""
    for part in parts_of_name(text):
        yield f"name:{part}"
        yield from (f"name-begins:{part[:length]}" for length in _PREFIXES if length < len(part))


def terms_of_email(text: str) -> Iterator[str]:
    """The address, what stands before the @, what stands behind it."""
    address = fold_email(text)
    local, at, domain = address.rpartition("@")
    if at:
        yield from (term_of_address(text), f"email-local:{local}", f"email-domain:{domain}")


def term_of_address(text: str) -> str:
    """The term of a whole e-mail address, which one person's enquiries have in common."""
    return f"email:{fold_email(text)}"


def terms_of_phone(text: str) -> Iterator[str]:
    """All digits, as typed and as dialled from abroad, and the last seven and four."""
    for digits in _numbers(text):
        yield f"phone:{digits}"
        yield from (f"phone-ends:{digits[-length:]}" for length in (7, 4) if len(digits) >= length)


def terms_of_words(text: str) -> Iterator[str]:
    """The words of free text, but for the very short and the very common."""
    return (f"word:{word}" for word in words(text) if _is_telling(word))


def terms_of_answers(text: str) -> Iterator[str]:
    """The words of what was answered to a form's own questions; those of the questions find nothing."""
    try:
        answers = read_answers(text)
    except ValueError:
        return iter(())
    return (term for answer in answers for value in answer.values for term in terms_of_words(value))


READERS: dict[str, Callable[[str], Iterable[str]]] = {
    "name": terms_of_name,
    "email": terms_of_email,
    "phone": terms_of_phone,
    "words": terms_of_words,
    "answers": terms_of_answers,
}
"""How the terms of a field are found, by what the field says it is searched as."""


def terms_of(fields: Iterable[tuple[str, str]]) -> list[str]:
    """The different terms of one enquiry, MOST_TERMS of them at most; `fields` are (searched as, text), the most
    telling first."""
    terms = dict.fromkeys(term for reader, text in fields for term in READERS[reader](text))
    return list(terms)[:MOST_TERMS]


def wanted(query: str) -> list[set[str]]:
    """What a search asks for: all of the sets, and of each set any term. Empty when it says nothing that is indexed.

    A run of digits is a telephone number or its end, or stands in the message as it is; what has an @ is an address or
    a part of one; any other word is a name or its beginning, a part of an address, or a word of the message. Where
    there are only words that nearly every message holds, they are names: Will, Do, Her.
    """
    query = query[:LONGEST_SEARCH]
    sets: list[set[str]] = []
    for number in _DIALLED.findall(query):
        if sum(character.isdigit() for character in number) >= _FEWEST_DIGITS:
            dialled = {*_phone_alternatives(number)}
            # "Dialled, or all of these words" is "dialled or the one", and "dialled or the other".
            sets += [dialled | {word} for word in terms_of_words(number)] or [dialled]
            query = query.replace(number, " ", 1)
    for chunk in query.split():
        sets += _chunk_alternatives(chunk)
    return (sets or [{*_name_alternatives(word)} for word in words(query) if len(word) > 1])[:MOST_WORDS]


def only_words(terms: set[str]) -> set[str]:
    """Of some terms those that look into messages and answers; none of a person's name, address or number."""
    return {term for term in terms if term.startswith("word:")}


def fold_email(text: str) -> str:
    """An address as it is compared: without case, in one Unicode form."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def _chunk_alternatives(chunk: str) -> Iterator[set[str]]:
    address = fold_email(chunk)
    local, at, domain = address.rpartition("@")
    if at:
        yield {f"email:{address}"} if local and domain else {f"email-local:{local}", f"email-domain:{domain}"}
        return
    whole = {f"email-local:{address}", f"email-domain:{address}"}
    # "mary-jane" is either one part of an address, or each of its words: the address stands in both sets.
    for word in words(chunk):
        if _is_telling(word):
            yield {*whole, *_name_alternatives(word), f"word:{word}"}


def _name_alternatives(word: str) -> Iterator[str]:
    yield f"name:{word}"
    yield f"name-begins:{word}"


def _phone_alternatives(number: str) -> Iterator[str]:
    for digits in _numbers(number):
        if len(digits) >= 10:
            yield f"phone:{digits}"
        else:
            yield f"phone-ends:{digits[-7:] if len(digits) >= 7 else digits[-4:]}"


def _numbers(text: str) -> set[str]:
    """The digits of a number as typed, and with its country's code where it is a number of some plan."""
    digits = "".join(character for character in unicodedata.normalize("NFKC", text) if character in "0123456789")
    numbers = {digits} if len(digits) >= _FEWEST_DIGITS else set()
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return numbers
    if phonenumbers.is_valid_number(number):
        numbers.add(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+"))
    return numbers


def _is_telling(word: str) -> bool:
    return len(word) > 1 and word not in _COMMON
