"""What RIS and BibTeX have no field for, so that an export comes back as it was.

A writer puts down what the format can say, reads that back with the reader, and adds the rest as one field of its own:
"citewell" and a JSON object. `set` holds the fields that did not come back the same, `drop` those that came back and
were not there. A record that the format can hold entirely has no such field. Other programs pass over it.
"""

import json
from collections.abc import Callable
from contextlib import suppress

from ..csl.clean import NotARecord, clean
from ..csl.item import Item

MARK = "citewell"


def leftover(item: Item, back: Item) -> str:
    """Return what `back`, the record as it came back, lacks of `item`; '' where they are the same."""
    changed = {field: value for field, value in item.items() if back.get(field) != value}
    dropped = [field for field in back if field not in item]
    rest = {key: value for key, value in (("set", changed), ("drop", dropped)) if value}
    return json.dumps(rest, separators=(",", ":")) if rest else ""


def restored(item: Item, written: str) -> Item:
    """Return the record with what a leftover field says; a field that is not ours changes nothing."""
    try:
        rest = json.loads(written)
    except (ValueError, RecursionError):
        return item
    if not isinstance(rest, dict):
        return item
    changed, dropped = rest.get("set", {}), rest.get("drop", [])
    if not isinstance(changed, dict) or not isinstance(dropped, list):
        return item
    return {field: value for field, value in {**item, **changed}.items() if field not in dropped}


def come_back(item: Item, write: Callable[[Item, str], str], read: Callable[[str], Item]) -> str:
    """Return one written record that `read` turns into the same item again.

    `write` takes the item and the leftover to add; `read` returns the raw record of what it wrote. An item that the
    library itself could not have stored is written as well as the format can.
    """
    try:
        item = clean(item)
    except NotARecord:
        return write(item, "")
    plain = write(item, "")
    back = read(plain)
    with suppress(NotARecord):
        # A title that came back as nothing is put right like any other field.
        back = clean({**back, "title": back.get("title") or item["title"]})
    rest = leftover(item, back)
    return write(item, rest) if rest else plain
