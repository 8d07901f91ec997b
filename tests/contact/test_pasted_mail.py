"""Mails as people copy them out of Gmail, Outlook, Apple Mail and Thunderbird."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.pasted_mail import PastedMail, read_mail, readable_mail, receipts_in
from contact.receipts import new_receipt

OURS = "Dear Mara,\nwhich day suits you?\nLarkmoor"
QUOTED = "\n".join(f"> {line}" for line in OURS.splitlines())

GMAIL_ANSWER = (
    f"Tuesday is fine.\nThank you!\n\nOn Mon, Nov 23, 2026 at 9:14 AM Larkmoor <desk@clinic.example> wrote:\n\n{QUOTED}"
)
GMAIL_UNMARKED = (
    f"Tuesday is fine.\nThank you!\n\nOn Mon, Nov 23, 2026 at 9:14 AM Larkmoor\n<desk@clinic.example> wrote:\n{OURS}"
)
GERMAN = (
    f"Tuesday is fine.\nThank you!\n\nAm Mo., 23. Nov. um 09:14 Uhr schrieb Larkmoor <desk@clinic.example>:\n{QUOTED}"
)
OUTLOOK_ANSWER = (
    "Tuesday is fine.\nThank you!\n\n________________________________\nFrom: Larkmoor <desk@clinic.example>\n"
    f"Sent: Monday, November 23, 2026 9:14 AM\nTo: Mara Lind\nSubject: Your enquiry\n\n{OURS}"
)
OLD_OUTLOOK = f"Tuesday is fine.\nThank you!\n\n-----Original Message-----\nFrom: Larkmoor\nTo: Mara\n\n{OURS}"


@pytest.mark.parametrize("text", [GMAIL_ANSWER, GMAIL_UNMARKED, GERMAN, OUTLOOK_ANSWER, OLD_OUTLOOK])
def test_an_answer_is_told_from_what_it_quotes(text: str) -> None:
    mail = read_mail(text)
    assert mail.words == "Tuesday is fine.\nThank you!"
    assert "which day suits you?" in mail.quoted
    assert mail.sender == ""


HEAD = (
    "From: Mara Lind <mara@example.org>\nDate: Tue, Nov 24, 2026\nSubject: Re: Your enquiry\nTo: desk@clinic.example\n"
)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{GMAIL_ANSWER}",
        f"---------- Forwarded message ---------\n{HEAD}\n\n{GMAIL_ANSWER}",
        f"\n\nBegin forwarded message:\n\n{HEAD.replace('From', '*From').replace(':', ':*', 1)}\n{GMAIL_ANSWER}",
        "Begin forwarded message:\n\n" + "\n".join(f"> {line}" for line in f"{HEAD}\n{GMAIL_ANSWER}".splitlines()),
        f"Von: Mara Lind <mara@example.org>\nGesendet: Tue, Nov 24, 2026\nBetreff: Re: Your enquiry\n\n{GMAIL_ANSWER}",
    ],
)
def test_a_forwarded_mail_is_told_with_its_head(text: str) -> None:
    mail = read_mail(text)
    assert (mail.words, mail.address, mail.sent, mail.subject) == (
        "Tuesday is fine.\nThank you!",
        "mara@example.org",
        "Tue, Nov 24, 2026",
        "Re: Your enquiry",
    )
    assert "which day" in mail.quoted


def test_what_a_colleague_wrote_above_a_forwarded_mail_stays() -> None:
    mail = read_mail(f"For you, Ben.\n\n---------- Forwarded message ---------\n{HEAD}\nTuesday is fine.")
    assert mail.words == "For you, Ben.\n\nTuesday is fine."


@pytest.mark.parametrize(
    "text",
    [
        "She called: Tuesday is fine.",
        "To: be or not to be",
        "> which day suits you?\nTuesday.\n> and the time?\nTen.",
        "On Monday I wrote:\n> my knee hurts\nand it still does.",
        "From: Monday on it hurts",
        "",
        QUOTED,
        "Question: yes\nAnswer: no",
    ],
)
def test_what_is_no_mail_or_answers_between_the_lines_stays_as_it_is(text: str) -> None:
    assert read_mail(text) == PastedMail(text)


SOURCE = (
    "Received: from mx.example by mail.clinic.example\n\tfor <desk@clinic.example>\nMIME-Version: 1.0\n"
    "From: =?utf-8?q?Mara_Lind?= <mara@example.org>\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n"
    "To: Larkmoor <desk@clinic.example>\nSubject: Re: Your enquiry\n"
    'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    "Content-Transfer-Encoding: base64\n\nVHVlc2RheSBpcyBmaW5lLg==\n"
    "--b\nContent-Type: text/html\n\n<p>Tuesday</p>\n--b--\n"
)


def test_the_source_of_a_mail_is_read() -> None:
    mail = read_mail(readable_mail(SOURCE))
    assert (mail.words, mail.sender) == ("Tuesday is fine.", "Mara Lind <mara@example.org>")
    html = (
        SOURCE.partition("Content-Type")[0]
        + "Content-Type: text/html\n\n<style>p{}</style><p>It&#39;s &lt;fine&gt;.<br>Bye"
    )
    assert read_mail(readable_mail(html)).words == "It's <fine>.\nBye"


@pytest.mark.parametrize(
    "broken", [SOURCE.replace("utf-8\n", "no-such\n"), SOURCE[: SOURCE.index("\n--b\n")], "a: b\n\nc"]
)
def test_a_source_that_nobody_can_read_stays_as_it_is(broken: str) -> None:
    assert "".join(broken.split())[:40] in "".join(readable_mail(broken).split())


def test_receipts_are_found_wherever_they_stand() -> None:
    first, second = new_receipt(), new_receipt()
    text = f"Re: ({first}) and {second.lower().replace('-', '')}\nTo: Larkmoor {first} <desk@clinic.example>"
    assert receipts_in(text) == [first, second]
    wrong = first[:-1] + ("C" if first[-1] != "C" else "D")
    assert receipts_in(f"x{first} {first}x {wrong} 919-555-0142") == []


@given(
    st.text() | st.lists(st.sampled_from([*GMAIL_ANSWER.split("\n"), *HEAD.split("\n"), "", ">", "a"])).map("\n".join)
)
def test_no_word_is_lost(text: str) -> None:
    mail = read_mail(readable_mail(text))
    told = "".join((mail.words + mail.quoted).split())
    for line in text.split("\n"):
        words = "".join(line.lstrip("> ").split())
        if words and ":" not in words and "orwarded" not in words:
            assert words in told
