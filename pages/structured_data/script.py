"""JSON-LD as text that may stand in a page."""

import json
import re
from typing import Any

# What could end the element or a line of the script. Inside a JSON string each may be written as an escape (RFC 8259,
# section 7), and outside of strings JSON has none of them.
_DANGEROUS = "<>&\u2028\u2029"
# What is written is a tree: nothing in it holds itself.
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")).encode
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_json(data: Any) -> str:
    """Return the data as JSON that no HTML parser can take for markup; `json.loads` gives the same data back.

    The rule is that of https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements.
    Lone surrogates, which UTF-8 cannot carry, are written as escapes too.
    """
    written = _write(data)
    for character in _DANGEROUS:
        written = written.replace(character, _escape(character))
    try:
        written.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda found: _escape(found[0]), written)
    return written


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}"
