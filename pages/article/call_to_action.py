"""Finds the call to action: the buttons that close an article and the sentence that introduces them."""

import re
from collections.abc import Sequence

from .model import Button, CallToAction, Purpose
from .source import Block

BUTTON = re.compile(
    r"(?:contact|call|schedule|book|request|become|get|ask|make|talk|speak|e-?mail|refer|apply|join|sign up|enquire"
    r"|start|arrange|reach out)\b.*",
    re.I,
)
INVITATION = re.compile(
    r"\b(?:contact|call|e-?mail|reach|write to) us\b|\bbecome an? (?:client|patient)\b|\bget in touch\b"
    r"|\b(?:schedule|book|request|arrange)\b.{0,30}\b(?:appointment|consultation|visit|call)\b|\bappointment\b",
    re.I,
)
CONSULTATION = re.compile(r"consult|schedul|\bbook|appointment|\bvisit", re.I)
CLIENT = re.compile(r"\bclient|\bnew patient|become a patient|\bjoin\b|\benrol", re.I)
LONGEST_LABEL = 60
MOST_WORDS = 40
MOST_LINES = 4


def find_call_to_action(blocks: Sequence[Block]) -> tuple[CallToAction | None, int]:
    """Return the call to action that ends these blocks, and the index from which on they belong to it.

    Without a button there is none: an invitation alone is a sentence of the article like any other.
    """
    first_button = len(blocks)
    while first_button and is_button(blocks[first_button - 1]):
        first_button -= 1
    if first_button == len(blocks):
        return None, len(blocks)
    start = first_button
    for index in range(first_button - 1, max(first_button - 1 - MOST_LINES, 0), -1):
        block = blocks[index]
        words = len(block.text.split())
        invites = bool(INVITATION.search(block.text))
        is_sentence = block.text.rstrip().endswith((".", "!", "?"))
        if words > MOST_WORDS or (is_sentence and not invites) or block.kind in {"number", "bullet"}:
            break
        if invites:
            start = index
    text = " ".join(block.text for block in blocks[start:first_button])
    buttons = tuple(_button(block, text) for block in blocks[first_button:])
    return CallToAction(text, buttons, blocks[start].line), start


def is_button(block: Block) -> bool:
    """Tell whether the block is marked as a button or is nothing but a short demand such as "Contact Us"."""
    text = block.text.strip()
    if len(text) > LONGEST_LABEL:
        return False
    if block.kind == "button":
        return True
    return (
        block.kind == "line"
        and len(text.split()) <= 5
        and not text.endswith((".", "?", ":"))
        and bool(BUTTON.fullmatch(text))
    )


def _button(block: Block, text: str) -> Button:
    href = next((span.href for span in block.spans if span.href), "")
    return Button(block.text.strip(), _purpose(block.text, text), href)


def _purpose(label: str, text: str) -> Purpose:
    """What the label says; a bare "Contact us" takes the purpose of the sentence that it follows."""
    if CONSULTATION.search(label):
        return "consultation"
    return "client" if CLIENT.search(label) or CLIENT.search(text) else "question"
