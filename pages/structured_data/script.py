"""JSON-LD as text that may stand in a page."""

import json
import re
from typing import Any

# What could end the element or a line of the script. Inside a JSON string each may be written as an escape (RFC 8259,
# section 7), and outside of strings JSON has none of them.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_json(data: Any) -> str:
    """Return the data as JSON that no HTML parser can take for markup; `json.loads` gives the same data back.

    The rule is that of https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements.
    Lone surrogates, which UTF-8 cannot carry, are written as escapes too.
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
