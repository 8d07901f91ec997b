"""JSON-LD as text that may stand in a page."""

import json
from typing import Any

# What could end the element or a line of the script. Inside a JSON string each may be written as an escape (RFC 8259,
# section 7), and outside of strings JSON has none of them.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def write_json(data: Any) -> str:
    """Return the data as JSON that no HTML parser can take for markup; `json.loads` gives the same data back.

    The rule is that of https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements.
    Lone surrogates, which UTF-8 cannot carry, are written as escapes too.
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    return "".join(f"\\u{ord(one):04x}" if "\ud800" <= one <= "\udfff" else one for one in written)
