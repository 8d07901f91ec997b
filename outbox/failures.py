"""What may be written down about an exception: why it failed, never whom it concerned."""

from __future__ import annotations

import re
from errno import EHOSTDOWN, EHOSTUNREACH, ENETDOWN, ENETUNREACH
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from socket import gaierror


class ToldFailureError(Exception):
    """A failure whose words were written here and hold nothing of anybody.

    `response_code` is the status that the receiver answered with, if it did; `is_final` says that trying again is no
    use.
    """

    def __init__(self, words: str, *, response_code: int | None = None, is_final: bool = False) -> None:
        super().__init__(words)
        self.response_code, self.is_final = response_code, is_final


_ADDRESS = re.compile(r"<?[^\s<>\"',;:()]*@[^\s<>\"',;:()]*>?")
_LONGEST = 300


def describe_failure(error: BaseException) -> str:
    """One line for staff, free of personal data.

    A mail server's refusal repeats the recipient's address, so addresses are cut out. The text of other exceptions
    may quote anything at all (a value, a rendered template), so that only the name of their class is kept, unless
    the operating system wrote it.
    """
    if isinstance(error, ToldFailureError):
        return str(error)[:_LONGEST]
    name = type(error).__name__
    if isinstance(error, SMTPRecipientsRefused):
        answers = {_clean_answer(code, text) for code, text in error.recipients.values()}
        return f"{name}: {'; '.join(sorted(answers))}"[:_LONGEST]
    if isinstance(error, SMTPResponseException):
        return f"{name}: {_clean_answer(error.smtp_code, error.smtp_error)}"[:_LONGEST]
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {_ADDRESS.sub('…', error.strerror)}"[:_LONGEST]
    return name


def is_unreachable(error: BaseException) -> bool:
    """Tells whether nobody answered at all, which says nothing of this delivery and everything of the next.

    A conversation that ends in silence counts as well; smtplib tells of it as of a line that was dropped.
    """
    nobody = (ConnectionRefusedError, TimeoutError, gaierror)
    silent = isinstance(error, SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError)
    no_way = isinstance(error, OSError) and error.errno in (EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN)
    return isinstance(error, nobody) or silent or no_way


def _clean_answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {_ADDRESS.sub('…', ' '.join(words.split()))}"
