"""Turns Markdown into HTML line by line, so that line numbers stay; the HTML reader does the rest.

It knows what articles use: headings, emphasis, links, lists, quotes, tables, footnotes, raw HTML.
"""

import re
from html import escape

from .read_html import read_html
from .source import Source

HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
RULE = re.compile(r"^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
BULLET = re.compile(r"^\s*[*+-]\s+(.*)$")
QUOTE = re.compile(r"^ {0,3}>\s?")
TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$")
LINK = re.compile(r"\[([^\[\]]{1,300})\]\(\s*<?([^\s()<>]{1,1000})>?(?:\s+\"[^\"]{0,200}\")?\s*\)")
IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()]{0,1000}\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*]{1,500}?)(?<=[^\s*])\*(?!\*)|(?<![\w_])_(?=[^\s_])([^_]{1,500}?)(?<=[^\s_])_(?!\w)"
)
CARET = re.compile(r"\^([\d,;\s–-]{1,20})\^")
FOOTNOTE = re.compile(r"\[\^(\d{1,3})\](?!:)")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def read_markdown(text: str) -> Source:
    """Return the blocks of a Markdown text."""
    return read_html(to_html(text))


def to_html(text: str) -> str:
    """Return HTML with as many lines as the Markdown has; words that are no mark-up come out escaped."""
    lines = text.split("\n")
    out: list[str] = []
    fenced = in_paragraph = False
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if FENCE.match(line):
            fenced, in_paragraph = not fenced, False
            out.append("<br>")
        elif fenced:
            out.append(f"{escape(line, quote=False)}<br>")
        else:
            html, in_paragraph = _line(line, following, in_paragraph)
            out.append(html)
    return "\n".join(out)


def _line(line: str, following: str, in_paragraph: bool) -> tuple[str, bool]:
    line = QUOTE.sub("", line)
    if not line.strip() or RULE.match(line) or TABLE_RULE.match(line) or UNDERLINE.match(line):
        return "<br>", False
    if found := HEADING.match(line):
        level = len(found[1])
        return f"<h{level}>{_inline(found[2])}</h{level}>", False
    if not in_paragraph and (found := UNDERLINE.match(following)) and not line.startswith("|"):
        level = 1 if found[1].startswith("=") else 2
        return f"<h{level}>{_inline(line.strip())}</h{level}>", False
    if found := BULLET.match(line):
        return f"<ul><li>{_inline(found[1])}</li></ul>", False
    if line.lstrip().startswith("|"):
        # The reader of HTML says that there was a table; its rows are lines.
        said = "<table></table>" if TABLE_RULE.match(following) else ""
        return f"{said}<br>{_inline(line.strip().strip('|').strip())}<br>", False
    starts_item = re.match(r"^\s*(?:\d{1,3}[.)]|\[\^?\d{1,3}\]:?)\s", line)
    hard_break = "<br>" if line.endswith(("  ", "\\")) else ""
    line = line.removesuffix("\\")
    return f"{'<br>' if starts_item else ''}{_inline(line.strip())}{hard_break}", True


def _inline(text: str) -> str:
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\x00{len(kept) - 1}\x00"

    text = text.replace("\x00", "")
    text = ESCAPED.sub(lambda found: keep(escape(found[1], quote=False)), text)
    text = TAG.sub(lambda found: keep(found[0]), text)
    text = re.sub(r"`([^`]{1,500})`", lambda found: keep(escape(found[1], quote=False)), text)
    text = escape(text, quote=False)
    text = IMAGE.sub(lambda found: keep('<img alt="">') + found[1], text)
    text = LINK.sub(lambda found: keep(f'<a href="{escape(found[2])}">') + found[1] + keep("</a>"), text)
    text = FOOTNOTE.sub(lambda found: keep(f"<sup>{found[1]}</sup>"), text)
    text = CARET.sub(lambda found: keep(f"<sup>{found[1]}</sup>"), text)
    text = STRONG.sub(r"<strong>\2</strong>", text)
    text = EMPHASIS.sub(lambda found: f"<em>{found[1] or found[2]}</em>", text)
    while "\x00" in text:
        text = re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)
    return text
