"""Reads rows from an uploaded file of either kind."""

from .read_text import read_bytes
from .read_xlsx import is_xlsx, read_xlsx
from .sheet import Sheet


def read_file(data: bytes) -> Sheet:
    """Return the sheet of a CSV or XLSX file; which it is shows in its bytes. Raises UnreadableSheet."""
    return read_xlsx(data) if is_xlsx(data) else read_bytes(data)
