import smtplib
import socket
import threading
from collections.abc import Callable
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.failures import describe_failure, is_unreachable


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


def converse(answer: Callable[[socket.socket], None]) -> Exception:
    """What smtplib raises when it speaks with a server that does this with a connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: answer(server.accept()[0]))
        thread.start()
        try:
            smtplib.SMTP("127.0.0.1", server.getsockname()[1], timeout=0.3)
        except Exception as error:
            return error
        finally:
            thread.join()
    raise AssertionError("it was answered")


def test_a_server_that_says_nothing_is_unreachable() -> None:
    held = []
    error = converse(held.append)
    assert is_unreachable(error), repr(error)


def test_a_server_that_drops_the_line_was_reached() -> None:
    error = converse(lambda connection: connection.close())
    assert isinstance(error, SMTPServerDisconnected)
    assert not is_unreachable(error)


@pytest.mark.parametrize(
    ("error", "unreachable"),
    [
        (ConnectionRefusedError(111, "Connection refused"), True),
        (TimeoutError("timed out"), True),
        (socket.gaierror(-2, "Name or service not known"), True),
        (OSError(113, "No route to host"), True),
        (SMTPDataError(451, b"Try later"), False),
        (SMTPRecipientsRefused({}), False),
        (ConnectionResetError(104, "Connection reset by peer"), False),
        (ValueError("words"), False),
    ],
)
def test_only_where_nobody_answers_the_next_need_not_be_tried(error: Exception, unreachable: bool) -> None:
    assert is_unreachable(error) == unreachable
