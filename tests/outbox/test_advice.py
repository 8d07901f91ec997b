import smtplib
import ssl

import pytest

from outbox.advice import advise
from outbox.failures import ToldFailureError, describe_failure


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPNotSupportedError("no STARTTLS"),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError("timed out"),
        ssl.SSLCertVerificationError(1, "bad"),
    ],
)
def test_what_a_mail_server_does_is_told_in_plain_words(error: Exception) -> None:
    advice = advise(describe_failure(error))
    assert advice is not None
    assert "no words for" not in str(advice.what)


def test_an_error_of_another_kind_is_shown_to_somebody_who_knows() -> None:
    assert "no words for" in str(advise("ZeroDivisionError").what)  # type: ignore[union-attr]


def test_a_sentence_needs_no_advice() -> None:
    assert advise(describe_failure(ToldFailureError("The endpoint refused (500)"))) is None
    assert advise("") is None
