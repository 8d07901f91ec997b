"""Finds the claims of a rich text that stand there without a source: numbers of an effect, grades, levels of evidence.

Percentages, shares, statistics and letters of grades are found whatever the language, as far as they are written in
digits and in the words of large European languages; number words, and words on how good the evidence is, are those of
English alone. A claim is sourced by a citation in its sentence or later in its paragraph, list item or cell, the way
prose is cited. Prices, hours, telephone numbers, years and names such as "Type 1" are no claims.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from ..article.claims import CERTAINTY, STRENGTH, STRENGTH_BEHIND
from ..citations.markup import replace_groups

# Stands for a group of citations; a private use character, taken out of the text first.
CITED = "\ue000"

_BREAK = re.compile(r"<(/?(?:p|li|ul|ol|td|th|tr|table|tbody|thead|caption|blockquote|div|h[1-6]))\b[^<>]*>", re.I)
_LINE_BREAK = re.compile(r"<br\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.I)
_SENTENCE = re.compile(rf"[.!?][\"”’)]?(?: ?{CITED})* (?=[^\Wa-z]|[\"“(¿¡])|[。！？।](?: ?{CITED})* ?")

_NUMERAL = r"(?<![\w.,$€£+-])\d+(?:[.,]\d+)*"
_WORD = r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)"
_NUMBER = rf"(?:{_NUMERAL}|{_WORD})"
_NO_YEAR = r"(?!(?:19|20)\d\d\b)"
_NOT_A_NAME = r"(?<!type )(?<!phase )(?<!stage )(?<!level )(?<!grade )"
_KIND = (
    r"(?:randomi[sz]ed|controlled|clinical|placebo-controlled|double-blind|observational|published|small|large|more|other"
    r"|prospective|retrospective|systematic|cohort|pilot)"
)
_COUNTED = r"(?:patients|participants|subjects|trials|studies|RCTs|reviews|meta-analyses)"
# What a share is of when it is no finding: what a bottle holds, what a price is reduced by.
_NO_FINDING = (
    r"(?:off|discount|deposit|tax|VAT|refund|saline|sodium|dextrose|glucose|solution|cream|gel|patch|ointment|lidocaine"
    r"|capsaicin|bupivacaine|ropivacaine"
    r"|rabatt|nachlass|anzahlung|mwst|remise|réduction|tva|descuento|iva|sconto|korting|btw|zniżki"
    r"|kochsalz\w*|nacl|glukose\w*|salzlösung)"
)
# "in" between a part and its whole, as in "1 von 5"; English and what stands without it is below.
_OUT_OF = r"(?:von|sur|de(?: cada)?|su|op(?: de)?|av|ud af|em cada|z|ze|na|из)"
_PER_CENT = (
    r"(?:[%％٪‰]|per ?cent\b|percentage points?\b|prozent\w*|pour ?cent\b|por ?cien(?:to)?\b"
    r"|p[eo]r ?cento\b|procent\w*)"
)
_GRADE = r"(?:\w*grad[eo]?|grau|graad)"
_LEVEL = r"(?:level|niveau|nivel|nível|livello|nivå|\w*evidenz(?:grad|level|stufe|klasse)|classe?|klasse)"
_CLAIMS = (
    re.compile(rf"\d\s?{_PER_CENT}(?!\s+(?:de\s+)?{_NO_FINDING}\b)", re.I),
    re.compile(rf"{_NUMERAL} {_OUT_OF} {_NO_YEAR}\d+(?:[.,]\d+)*(?! (?:hours|days|weeks|months))\b", re.I),
    re.compile(
        rf"{_NUMBER} (?:in|out of) (?:every )?{_NO_YEAR}(?:\d+(?:,\d+)*|{_WORD})\b(?! (?:hours|days|weeks|months))",
        re.I,
    ),
    re.compile(
        r"\b(?:half|(?:a|one) (?:third|quarter|fifth)|two[- ]thirds|three[- ]quarters) of (?:\w+ )?"
        r"(?:patients|people|adults|children|women|men|cases)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:twice|half|{_NUMBER} times) (?:as (?!needed\b|necessary\b|required\b)\w+"
        r"|(?:more|less|higher|lower|greater)\b|the (?:risk|rate|odds|chance))",
        re.I,
    ),
    re.compile(rf"(?:{_NUMERAL}|{_WORD})[- ]?fold\b", re.I),
    re.compile(
        r"\b(?:NNT|NNH|SMD|(?:odds|hazard|risk) ratio|relative risk|risk reduction|confidence interval|effect size"
        r"|number needed to (?:treat|harm)|standardi[sz]ed mean difference)\b",
        re.I,
    ),
    re.compile(r"\b(?:CI|KI|IC)[ :=,(]{1,3}[-−]?\d|\b(?:OR|HR|RR)[ :=]{1,3}\d+[.,]\d|\b[pP] ?[<=>≤≥] ?0?[.,]\d"),
    re.compile(r"\b[nN] ?= ?\d"),
    re.compile(rf"{_NOT_A_NAME}{_NO_YEAR}{_NUMBER} (?:{_KIND},? ){{0,4}}{_COUNTED}\b", re.I),
    re.compile(rf"{_NO_YEAR}(?<![\w.,$€£+-])\d[\d,.]*\d (?:people|adults|children|women|men)\b", re.I),
    re.compile(
        rf"(?i:\b{_GRADE}) (?:[A-D](?:[+-]|\b)|[12][A-D]\b)|(?i:\b{_LEVEL}) [1-5][a-c]\b|\(?\bGRADE [1-4][A-D]?\b"
    ),
    re.compile(
        r"\b[Gg]rade (?:[A-D](?:[+-]|\b)|[12][A-D]\b)|\b[Ll]evel (?:[1-5][a-c]\b|(?:[1-5]|I{1,3}|IV|V) evidence\b)"
    ),
    re.compile(r"\blevel of evidence\b|\blittle evidence\b|\bcertainty of (?:the )?evidence\b", re.I),
    STRENGTH,
    STRENGTH_BEHIND,
    CERTAINTY,
)


def find_uncited_claims(stored: str) -> list[str]:
    """Return each sentence of a stored rich text that makes a claim and cites nothing, in reading order.

    Headings are left out: what they announce is said, and cited, below them. Never raises.
    """
    return [sentence for paragraph in _paragraphs(stored) for sentence in _uncited(paragraph)]


def makes_claim(sentence: str) -> bool:
    """Tell whether plain text states a number of an effect, a grade or how good the evidence is."""
    return any(claim.search(sentence) for claim in _CLAIMS)


def _paragraphs(stored: str) -> Iterator[str]:
    """Yield paragraphs, list items and cells as plain text, each group of citations as CITED."""
    marked = replace_groups(stored.replace(CITED, ""), lambda _: CITED)
    first, *pieces = _BREAK.split(marked)
    for tag, block in [("", first), *zip(pieces[::2], pieces[1::2], strict=True)]:
        text = " ".join(unescape(_TAG.sub("", _LINE_BREAK.sub(" ", block))).split())
        if text and not re.match("h[1-6]", tag, re.I):
            yield text


def _uncited(paragraph: str) -> Iterator[str]:
    last = paragraph.rfind(CITED)
    bounds = [0, *(found.end() for found in _SENTENCE.finditer(paragraph)), len(paragraph)]
    for start, end in pairwise(bounds):
        sentence = paragraph[start:end].replace(CITED, "").strip()
        if last < start and makes_claim(sentence):
            yield sentence
