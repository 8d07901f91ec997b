"""LaTeX as it stands in BibTeX values, turned into plain text and back. pylatexenc knows the accents and symbols;
it is loaded when the first value is read, because every start of the site would wait for it."""

import re
from functools import cache
from typing import Any

_LATEX = re.compile(r"[\\{}$~%&`']|--|<<|>>")
_BARE = re.compile(r"(?<!\\)([%&])")
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
_SCRIPT = re.compile(r"\$[_^](?:(\w)|\{(\w+)\})\$")  # H$_2$O
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
_SPECIAL = re.compile(r"[\\{}~^$&#_%]")
# Pairs that TeX sets as one sign; an empty group keeps them apart.
_PAIRS = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[!?])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)")
_SIGNS = {
    **{"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|"},
    **{"textunderscore": "_", "textquotedbl": '"', "slash": "/", "copyright": "©", "textalpha": "α", "textbeta": "β"},
}
_WRAPPERS = ("mbox", "texttt", "textsf", "textup")
# 10$^3$ without its mark would be another number.
_POWER = re.compile(r"(?<=\d)(?:\$\^(?:(\d)|\{([\d+-]+)\})\$|\\textsuperscript\{([\d+-]+)\})")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


@cache
def _decoder() -> Any:
    from pylatexenc import latex2text

    context = latex2text.get_default_latex_context_db()
    macros = [
        latex2text.MacroTextSpec("url", simplify_repl="%s"),
        latex2text.MacroTextSpec("href", simplify_repl="%(2)s"),
        *(latex2text.MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
        *(latex2text.MacroTextSpec(name, simplify_repl="%s") for name in _WRAPPERS),
    ]
    context.add_context_category("citewell", prepend=True, macros=macros)
    return latex2text.LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)


@cache
def _walker_context() -> Any:
    from pylatexenc import macrospec
    from pylatexenc.latexwalker import get_default_latex_context_db

    context = get_default_latex_context_db()
    macros = [
        *(macrospec.std_macro(name, "") for name in _SIGNS),
        *(macrospec.std_macro(name, "{") for name in _WRAPPERS),
    ]
    context.add_context_category("citewell", prepend=True, macros=macros)
    return context


def decode_latex(value: str) -> str:
    """Return the text of a value: accents composed, braces gone, commands left out but not what they enclose.

    A bare %, & or single $ is what people write who mean the sign itself, and stays. Never raises.
    """
    if not _LATEX.search(value):
        return value
    from pylatexenc.latexwalker import LatexWalker

    raised = _POWER.sub(lambda match: (match[1] or match[2] or match[3]).translate(_RAISED), value)
    guarded = _SCRIPT.sub(r"\1\2", _BARE.sub(r"\\\1", raised))
    if len(_BARE_DOLLAR.findall(guarded)) % 2:
        guarded = _BARE_DOLLAR.sub(r"\\$", guarded)
    try:
        nodes, _, _ = LatexWalker(guarded, latex_context=_walker_context(), tolerant_parsing=True).get_latex_nodes()
        text = _decoder().nodelist_to_text(nodes)
    except Exception:  # pylatexenc has no one exception of its own; the words are worth more than their markup
        text = guarded.replace("\\", "").replace("{", "").replace("}", "")
    return str(text).replace("\N{NO-BREAK SPACE}", " ") if "~" in value else str(text)


def encode_latex(value: str) -> str:
    """Return a text as a BibTeX value without its braces; letters beyond ASCII stay, since files are UTF-8."""
    escaped = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], value)
    return _PAIRS.sub("{}", escaped)


def strip_braces(value: str) -> str:
    """Return a value without the braces around all of it: "{{World Health Organization}}"."""
    value = value.strip()
    while is_braced(value):
        value = value[1:-1].strip()
    return value


def is_braced(value: str) -> bool:
    """Tell whether one pair of braces holds all of a value."""
    if len(value) < 2 or value[0] != "{" or value[-1] != "}" or value.endswith("\\}"):
        return False
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", value):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end() == len(value)
    return False
