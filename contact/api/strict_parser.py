"""Lets django-ninja read bodies by the rules of `contact.strict_json`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from ..strict_json import parse_strict


class StrictParser(Parser):
    """The `parser` of a NinjaAPI; what it raises becomes a problem with status 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The parsed body. Raises BrokenJsonError."""
        return parse_strict(request.body)
