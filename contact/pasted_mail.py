"""What a mail says that somebody copied out of a mail program, with its head and what it quotes: told apart. Pure.

Nothing is dropped: what is not taken for something else belongs to what was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_string, policy
from email.errors import MessageError
from email.message import EmailMessage
from html import unescape

from .receipts import ALPHABET, read_receipt

_NAMES = {
    "from": "from", "von": "from", "de": "from", "da": "from", "van": "from",
    "date": "sent", "sent": "sent", "datum": "sent", "gesendet": "sent", "envoyé": "sent", "fecha": "sent",
    "enviado": "sent", "enviado el": "sent", "data": "sent", "inviato": "sent", "verzonden": "sent",
    "to": "to", "an": "to", "à": "to", "para": "to", "a": "to", "aan": "to",
    "subject": "subject", "betreff": "subject", "objet": "subject", "asunto": "subject", "oggetto": "subject",
    "onderwerp": "subject",
    "cc": "cc", "kopie": "cc", "reply-to": "reply-to", "antwort an": "reply-to", "répondre à": "reply-to",
}  # fmt: skip
"""How mail programs of our visitors' languages call the lines of a head."""

_FORWARDED = re.compile(
    r"[-\s]*(?:forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré|"
    r"mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato)\s*:?[-\s]*",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    r"_{20,}|-{3,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{3,}",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:on|am|le|el|il|op)\s.{6,300}\s(?:wrote|schrieb\s.{0,200}|a écrit|escribió|ha scritto|schreef\s.{0,200})\s*:",
    re.IGNORECASE | re.DOTALL,
)
_HEAD_LINE = re.compile(r"[*\s]*([^\W\d_][\w -]{0,15}?)\s*:\*?\s*(.*)")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+")
_SOURCE = re.compile(r"\A(?:[A-Za-z][A-Za-z0-9-]*:.*\n(?:[ \t].*\n)*){3,}\s*\n")
_RECEIPT = re.compile(rf"(?<![^\W_])[{ALPHABET}]{{3}}(?:-?[{ALPHABET}]{{3}}){{2}}(?![^\W_])", re.IGNORECASE)
_FEWEST, _MOST = 2, 20
"""Lines of a head. One alone ("To: be or not to be") is a sentence."""


@dataclass(frozen=True)
class PastedMail:
    """`words` is what its sender wrote, `quoted` what it quotes of earlier mails; the rest is its head, as far as that
    was copied along."""

    words: str
    quoted: str = ""
    sender: str = ""
    sent: str = ""
    subject: str = ""

    @property
    def address(self) -> str:
        """The sender's address; empty where the head says none."""
        match = _ADDRESS.search(self.sender)
        return match[0] if match else ""


def readable_mail(text: str) -> str:
    """The source of a mail ("show original") as its head and text; any other text as it is."""
    if not _SOURCE.match(text) or not re.search(r"^(?:mime-version|message-id|received):", text, re.I | re.M):
        return text
    try:
        mail = message_from_string(text, EmailMessage, policy=policy.default)
        part = mail.get_body(preferencelist=("plain", "html"))
        said = part.get_content() if part is not None else ""
        is_html = part is not None and part.get_content_subtype() == "html"
        head = [f"{name}: {mail[name]}" for name in ("From", "Date", "To", "Subject") if mail[name]]
    except (MessageError, LookupError, ValueError, AttributeError, TypeError):
        # Of a head that nobody can parse the words are still there.
        return text
    if not isinstance(said, str) or not said.strip():
        return text
    return "\n".join([*head, "", (_without_tags(said) if is_html else said).strip()])


def read_mail(text: str) -> PastedMail:
    """What the pasted text consists of; all of it is `words` where it is no mail."""
    lines = text.split("\n")
    note, lines = _after_forwarding(lines)
    at = next((number for number, line in enumerate(lines) if line.strip()), 0)
    head, end = _head(lines, at)
    body = lines[end:] if head else lines
    start = _start_of_quotes(body)
    said = "\n".join(body[:start]).strip()
    told = "\n\n".join(filter(None, ("\n".join(note).strip(), said)))
    quoted = "\n".join(body[start:]).strip()
    if not told:
        told, quoted = "\n".join(body).strip() or text.strip(), ""
    return PastedMail(told, quoted, head.get("from", ""), head.get("sent", ""), head.get("subject", ""))


def receipts_in(text: str) -> list[str]:
    """The receipts that stand anywhere in it, each once, as they are stored: the names of our addresses hold them."""
    found = (read_receipt(match[0]) for match in _RECEIPT.finditer(text))
    return list(dict.fromkeys(receipt for receipt in found if receipt is not None))


def _after_forwarding(lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the words "forwarded message", and what behind them: all where there are none."""
    for number, line in enumerate(lines):
        if _FORWARDED.fullmatch(line):
            behind = lines[number + 1 :]
            said = [each for each in behind if each.strip()]
            if said and all(each.lstrip().startswith(">") for each in said):
                behind = [each.lstrip().removeprefix(">").removeprefix(" ") for each in behind]
            return lines[:number], behind
    return [], lines


def _head(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """The lines of a head that begin there, and where they end; none where there are too few for one."""
    found: dict[str, str] = {}
    number = at
    while number < min(len(lines), at + _MOST):
        match = _HEAD_LINE.fullmatch(lines[number].strip())
        name = _NAMES.get(match[1].casefold()) if match else None
        if match is None or name is None:
            break
        found.setdefault(name, match[2].strip(" *"))
        number += 1
    return (found, number) if len(found) >= _FEWEST and "from" in found else ({}, at)


def _start_of_quotes(lines: list[str]) -> int:
    """Where nothing but what was written earlier follows. An answer below or between quotes is none of those."""
    said = [line.strip() for line in lines]
    last_own = max((number for number, line in enumerate(said) if line and not line.startswith(">")), default=-1)
    marked_from = [len(said)] * (len(said) + 1)
    for number in reversed(range(len(said))):
        marked_from[number] = number if said[number].startswith(">") else marked_from[number + 1]
    for number, line in enumerate(said):
        behind = _behind_wrote(said, number)
        # Where quotes bear no ">" nobody can tell an answer below them.
        are_last = marked_from[behind or number] == len(said) or last_own < marked_from[behind or number]
        if (line.startswith(">") or behind) and are_last:
            return number
        if _DIVIDER.fullmatch(line) or _head(lines, number)[0]:
            return number
    return len(lines)


def _behind_wrote(lines: list[str], number: int) -> int:
    """The line behind "On Monday she wrote:", which may take two; 0 where there is none."""
    if _WROTE.fullmatch(lines[number]):
        return number + 1
    if number + 1 < len(lines) and _WROTE.fullmatch(f"{lines[number]} {lines[number + 1]}"):
        return number + 2
    return 0


def _without_tags(html: str) -> str:
    text = re.sub(r"(?is)<(style|script|head)\b.*?</\1\s*>", "", html)
    text = re.sub(r"(?i)<br\s*/?>|</(?:p|div|tr|li|h[1-6])\s*>", "\n", text)
    return unescape(re.sub(r"<[^>]*>", "", text))
