"""The parameters of the calls. One that a call does not know, or that comes twice, is refused: it is a mistake."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, Field

from .describe.cards import FIELDS
from .schemas.base import RichTextFormat
from .schemas.pages import PageType

MOST = 100
LONGEST_SEARCH = 200
LONGEST_PATH = 2_000
_ONE_FIELD = f"({'|'.join(sorted(FIELDS))})"


def _no_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("Must not hold NUL.")
    return value


def _read_fields(value: str) -> str:
    unknown = {name for name in value.split(",") if name} - FIELDS
    if unknown:
        raise ValueError(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(FIELDS))}.")
    return value


Words = Annotated[str, AfterValidator(_no_nul)]


class Parameters(Schema):
    """Base of the parameters of a call."""


class NoParameters(Parameters):
    """A call without any."""


class Listed(Parameters):
    """A part of a list: the next one is asked for with `cursor`; `offset` skips instead."""

    limit: int = Field(20, ge=1, le=MOST)
    cursor: Words = Field("", max_length=100, description="`next` of the answer before.")
    offset: int = Field(0, ge=0, le=1_000_000)


class PageListParameters(Listed):
    """Which pages, and what of them."""

    type: PageType | None = None
    locale: Words = Field("", max_length=20)
    search: Words = Field("", max_length=LONGEST_SEARCH, description="Ordered by relevance; goes with `offset` only.")
    fields: Annotated[Words, AfterValidator(_read_fields)] = Field(
        "",
        max_length=100,
        description=f"More of each card, apart by commas: {', '.join(sorted(FIELDS))}.",
        json_schema_extra={"pattern": f"^({_ONE_FIELD}(,{_ONE_FIELD})*)?$"},
    )
    order: Literal["tree", "-first_published_at"] = "tree"

    @property
    def chosen_fields(self) -> frozenset[str]:
        """The names in `fields`."""
        return frozenset(name for name in self.fields.split(",") if name)


class PageParameters(Parameters):
    """How a page is given."""

    rich_text: RichTextFormat = "html"


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


def check_parameters(request: HttpRequest, known: type[Parameters]) -> None:
    """Raise ninja's ValidationError for each parameter that the call does not know or that comes twice."""
    errors: list[dict[str, Any]] = []
    for name in request.GET:
        if name not in known.model_fields:
            errors.append({"loc": ("query", name), "msg": _("There is no such parameter."), "type": "extra_forbidden"})
        elif len(request.GET.getlist(name)) > 1:
            errors.append({"loc": ("query", name), "msg": _("This comes more than once."), "type": "repeated"})
    if errors:
        raise ValidationError(errors)
