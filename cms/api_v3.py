"""Wagtail's own API v3 at /api/v3-preview/: what it is told of this site. How it works is Wagtail's."""

import traceback
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from wagtail.api.v3 import form_data
from wagtail.api.v3.errors import problem_response
from wagtail.api.v3.querysets import get_pages_queryset
from wagtail.api.v3.registry import ContentTypeRegistration, registry
from wagtail.api.v3.schemas import (
    PageCreateBaseSchema,
    PageMetaSchema,
    PageSchema,
    create_generator,
    read_generator,
)
from wagtail.api.v3.schemas.pages import BASE_PAGE_FIELDS
from wagtail.models import Page, get_page_models

from contact.api import BrokenJsonError, StrictParser
from pages.api_v3 import guidelines, references
from pages.models.public_pages import unrestricted

LONGEST_NUMBER = 18  # digits, which 64 bits hold


class OpenPageMetaSchema(PageMetaSchema):
    """As Wagtail's, but a page tells only of those that its reader may see: a parent may be a draft."""

    @staticmethod
    def resolve_parent(obj: Any, context: dict[str, Any]) -> Any:
        """The parent, or None."""
        return _if_seen(context["request"], obj.get_parent())

    @staticmethod
    def resolve_alias_of(obj: Any, context: dict[str, Any]) -> Any:
        """The page that this one repeats, or None."""
        return _if_seen(context["request"], obj.alias_of)


class OpenPageSchema(PageSchema):
    """As Wagtail's; see OpenPageMetaSchema."""

    meta: OpenPageMetaSchema


class UnfitError(ValueError):
    """JSON, or a question, that cannot be meant; the message is a sentence for the sender."""


class ObjectParser(StrictParser):
    """Reads bodies that are one object, of one meaning, with text that a database can keep; and such questions."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The parsed body. Raises BrokenJsonError or UnfitError."""
        value = super().parse_body(request)
        if not isinstance(value, dict):
            raise UnfitError("The body must be an object.")
        return _check_values(value)

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        """The parameters. Raises UnfitError."""
        _check_values([value for name in data for value in (name, *data.getlist(name))])
        if any(len(data[name]) > LONGEST_NUMBER for name in ("limit", "offset") if name in data):
            raise UnfitError("There are not that many.")
        return super().parse_querydict(data, list_fields, request)


def register_types() -> None:
    """Register what pages show and take, before Wagtail's routers are first imported: they read the registry then."""
    for model in get_page_models():
        known: Any = registry.get(model._meta.label)
        registry.register(
            ContentTypeRegistration(
                name=known.name,
                label=known.label,
                read_schema=read_generator.generate_schema(model, base_class=OpenPageSchema),
                create_schema=known.create_schema and _create_schema(model),
                patch_schema=known.patch_schema,
            )
        )


def build_api() -> NinjaAPI:
    """Return Wagtail's API with the library added; once, before any of its addresses is asked for."""
    from wagtail.api.v3.routers import pages
    from wagtail.api.v3.urls import api
    from wagtail.contrib.redirects.api.v3 import router as redirects

    from .api_v3_redirects import guard_redirects

    guard_redirects(redirects)
    pages.get_pages_queryset = told_pages
    api.add_router("/references/", references)
    api.add_router("/guidelines/", guidelines)
    api.parser = ObjectParser()
    api.add_exception_handler(BrokenJsonError, _refuse_broken)
    unfit: tuple[type[Exception], ...] = (UnfitError, FieldDoesNotExist)
    misshapen: tuple[type[Exception], ...] = (AttributeError, KeyError, TypeError, ValueError)
    for kind in unfit:
        api.add_exception_handler(kind, _refuse_unfit)
    for kind in misshapen:
        api.add_exception_handler(kind, _refuse_shape)
    return api


def told_pages(request: HttpRequest, model: Any = Page) -> Any:
    """Wagtail's answer to who may read which pages, which knows of no alias that what it repeats is restricted."""
    found = get_pages_queryset(request, model)
    return found if request.user.is_authenticated else unrestricted(found)


def _create_schema(model: Any) -> Any:
    # Anew, as many-to-many relations may be left out since pages.api_v3 was imported.
    return create_generator.generate_schema(
        model, base_class=PageCreateBaseSchema, fields=BASE_PAGE_FIELDS, required_fields=("title",)
    )


def _if_seen(request: HttpRequest, page: Any) -> Any:
    return page if page and told_pages(request).filter(pk=page.pk).exists() else None


def _check_values(value: Any) -> Any:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise UnfitError("A text holds NUL or half of a surrogate pair, which no database keeps.")
    elif isinstance(value, int):
        if len(str(abs(value))) > LONGEST_NUMBER:
            raise UnfitError("A number is longer than any that a database keeps.")
    elif isinstance(value, dict | list):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            _check_values(part)
    return value


def _refuse_broken(request: HttpRequest, error: BrokenJsonError) -> HttpResponse:
    refusal: HttpResponse = problem_response(status=400, detail=str(error))
    return refusal


def _refuse_unfit(request: HttpRequest, error: Exception) -> HttpResponse:
    refusal: HttpResponse = problem_response(status=422, detail=str(error))
    return refusal


def _refuse_shape(request: HttpRequest, error: Exception) -> HttpResponse:
    """Refuse what broke Wagtail's conversion of JSON into a form, which looks at no shape; the rest is a fault."""
    frames = [frame.f_globals.get("__name__") for frame, _line in traceback.walk_tb(error.__traceback__)]
    if form_data.__name__ not in frames:
        raise error
    return _refuse_unfit(request, UnfitError("A field has not the shape that its type has at /schema/."))
