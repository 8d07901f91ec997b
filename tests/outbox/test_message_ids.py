import re
from email.policy import SMTP

from hypothesis import given
from hypothesis import strategies as st

from outbox.message_ids import message_id


def test_the_same_key_gives_the_same_id() -> None:
    assert message_id("enquiry:1:staff", "clinic.example") == message_id("enquiry:1:staff", "clinic.example")


def test_another_key_gives_another_id() -> None:
    assert message_id("enquiry:1:staff", "clinic.example") != message_id("enquiry:2:staff", "clinic.example")


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text())
def test_the_header_is_always_well_formed(key: str, host: str) -> None:
    header = message_id(key, host)
    assert re.fullmatch(r"<[0-9a-f]{40}@[A-Za-z0-9.-]+>", header)
    assert SMTP.header_factory("Message-ID", header).defects == ()
