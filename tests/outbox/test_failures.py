from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

from hypothesis import given
from hypothesis import strategies as st

from outbox.failures import describe_failure


def test_a_refused_recipient_is_not_named() -> None:
    error = SMTPRecipientsRefused({"mara@example.org": (550, b"5.1.1 <mara@example.org>: no such user")})
    assert describe_failure(error) == "SMTPRecipientsRefused: 550 5.1.1 …: no such user"


def test_the_servers_answer_is_kept() -> None:
    assert describe_failure(SMTPDataError(451, b"4.7.1\r\nTry later")) == "SMTPDataError: 451 4.7.1 Try later"


def test_the_operating_systems_words_are_kept() -> None:
    assert describe_failure(ConnectionRefusedError(111, "Connection refused")) == (
        "ConnectionRefusedError: Connection refused"
    )


def test_the_words_of_other_exceptions_are_not_kept() -> None:
    assert describe_failure(ValueError("Mara has back pain")) == "ValueError"
    assert describe_failure(SMTPServerDisconnected("Connection unexpectedly closed")) == "SMTPServerDisconnected"


@given(st.emails(), st.text(), st.text())
def test_no_address_gets_through(address: str, before: str, after: str) -> None:
    text = f"{before} <{address}> {after}".encode()
    assert address not in describe_failure(SMTPDataError(550, text))
