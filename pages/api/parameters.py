"""The parameters of the calls. One that a call does not know, or that comes twice, is refused: it is a mistake."""

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import P, PathEx, Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, BeforeValidator, Field

from .describe.cards import FIELDS
from .describe.pages import INCLUDES
from .describe.parts import INCLUDES as PARTS
from .schemas.base import RichTextFormat
from .schemas.pages import PageType

MOST = 100
LONGEST_SEARCH = 200
LONGEST_PATH = 2_000
LONGEST_CURSOR = 500
LARGEST_ID = 2**63 - 1
WITH_GUIDELINES = frozenset({"recommendations", "references"})
WITH_GUIDELINE = frozenset({"references"})
WHOLE = re.compile(r"0|[1-9][0-9]{0,18}")


def _no_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("Must not hold NUL.")
    return value


def _only(known: Collection[str]) -> AfterValidator:
    """Return what refuses all but the known names, apart by commas."""

    def check(value: str) -> str:
        unknown = [name or '""' for name in value.split(",") if name not in known] if value else []
        if unknown:
            said = {"names": ", ".join(unknown), "known": ", ".join(sorted(known))}
            raise ValueError(_("Not known: %(names)s. Known are: %(known)s.") % said)
        return value

    return AfterValidator(check)


def _names(known: Collection[str], description: str) -> Any:
    """Return the field of a parameter that holds some of the known names."""
    one = f"({'|'.join(sorted(known))})"
    return Field(
        "",
        max_length=200,
        description=f"{description}, apart by commas: {', '.join(sorted(known))}.",
        json_schema_extra={"pattern": f"^({one}(,{one})*)?$"},
    )


def split_names(value: str) -> frozenset[str]:
    """Return the names in a parameter of them."""
    return frozenset(name for name in value.split(",") if name)


def _read_whole(value: Any) -> Any:
    """Let plain digits through alone: Python reads "1_0", " 1", "+1", "1.0" and the digits of other scripts, too."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        raise ValueError(_("Must be a whole number, in digits."))
    return value


Words = Annotated[str, AfterValidator(_no_nul)]
Whole = Annotated[int, BeforeValidator(_read_whole)]
Id = PathEx[Whole, P(ge=1, le=LARGEST_ID)]


class Parameters(Schema):
    """Base of the parameters of a call."""

    def clashes(self, given: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield (name, sentence) for each of the given parameters that means nothing beside another one."""
        yield from ()


class NoParameters(Parameters):
    """A call without any."""


class Listed(Parameters):
    """A part of a list: the next one is asked for with `cursor`; `offset` skips instead."""

    limit: Whole = Field(20, ge=1, le=MOST)
    cursor: Words = Field("", max_length=LONGEST_CURSOR, description="`next` of the answer before.")
    offset: Whole = Field(0, ge=0, le=1_000_000, description="Not together with `cursor`.")

    def clashes(self, given: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield `offset` beside a cursor, which says already where the part begins."""
        if {"cursor", "offset"} <= set(given):
            yield "offset", _("A list goes on with `cursor` or with `offset`, not with both.")


class PageListParameters(Listed):
    """Which pages, and what of them."""

    type: PageType | None = None
    locale: Words = Field("", max_length=20)
    search: Words = Field("", max_length=LONGEST_SEARCH, description="Ordered by relevance; goes with `offset` only.")
    fields: Annotated[Words, _only(FIELDS)] = _names(FIELDS, "More of each card")
    include: Annotated[Words, _only(PARTS)] = _names(PARTS, "What the pages hold")
    rich_text: RichTextFormat = Field("html", description="Of what `include=content` brings.")
    order: Literal["id", "tree", "-first_published_at"] = Field(
        "id", description="`id`: nothing comes twice or is left out, whatever is moved; `tree`: the order of the menus."
    )

    def clashes(self, given: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield also what does not go with a search, which has an order of its own."""
        yield from super().clashes(given)
        if self.search.strip():
            for name in sorted({"cursor", "order"} & set(given)):
                yield name, _("A search is ordered by relevance, and goes on with `offset`.")


class TextParameters(Parameters):
    """How texts are given."""

    rich_text: RichTextFormat = "html"


class PageParameters(TextParameters):
    """How a page is given, and what with it."""

    include: Annotated[Words, _only(INCLUDES)] = _names(INCLUDES, "What comes with the page")


class GuidelineListParameters(Listed):
    """Which guidelines, and what of them."""

    include: Annotated[Words, _only(WITH_GUIDELINES)] = _names(WITH_GUIDELINES, "What the guidelines hold")


class GuidelineParameters(Parameters):
    """What comes with a guideline."""

    include: Annotated[Words, _only(WITH_GUIDELINE)] = _names(WITH_GUIDELINE, "What comes with the guideline")


class ResolveParameters(PageParameters):
    """An address."""

    path: Words = Field(max_length=LONGEST_PATH, description="From the root of the site.")
    locale: Words = Field("", max_length=20, description="Its language; the site's own without.")


class PreviewParameters(PageParameters):
    """Which draft."""

    token: Words = Field(max_length=500, description="From the address that the preview opened in the front end.")


class ReferenceListParameters(Listed):
    """Which references."""

    search: Words = Field("", max_length=LONGEST_SEARCH)
    condition: Words = Field("", max_length=160, description="A condition's slug: only what its pages cite.")


def check_parameters(request: HttpRequest, asked: Parameters) -> None:
    """Raise ninja's ValidationError for each parameter that is not known, that comes twice, or that clashes."""
    errors: list[dict[str, Any]] = []
    for name in request.GET:
        if name not in type(asked).model_fields:
            errors.append({"loc": ("query", name), "msg": _("There is no such parameter."), "type": "extra_forbidden"})
        elif len(request.GET.getlist(name)) > 1:
            errors.append({"loc": ("query", name), "msg": _("This comes more than once."), "type": "repeated"})
    for name, sentence in asked.clashes(request.GET):
        errors.append({"loc": ("query", name), "msg": sentence, "type": "clash"})
    if errors:
        raise ValidationError(errors)
