"""Errors as Problem Details (RFC 9457), each fault with a JSON Pointer (RFC 6901) to where it is."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE
from pydantic import Field

from ..intake import InvalidEnquiryError
from ..services.receiving import IdempotencyConflictError
from ..strict_json import BrokenJsonError

PROBLEM_JSON = "application/problem+json"
_QUESTION = "question_"


class Fault(Schema):
    """One thing to put right."""

    detail: str = Field(description="One sentence, in the language of the page.")
    pointer: str | None = Field(None, description="A JSON Pointer into the body, as a URI fragment.")
    parameter: str | None = Field(None, description="The name of a parameter of the address or of a header.")


class Problem(Schema):
    """Problem Details of RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] | None = None


def problem_response(status: int, detail: str = "", errors: Iterable[dict[str, str]] = ()) -> HttpResponse:
    """A problem; never kept by a cache."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    if faults := list(errors):
        body["errors"] = faults
    return JsonResponse(body, status=status, content_type=PROBLEM_JSON, headers={"Cache-Control": "no-store"})


class ProblemAPI(NinjaAPI):
    """A NinjaAPI whose errors are problems, and whose contract says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for kind, answer in _ANSWERS.items():
            self.add_exception_handler(kind, answer)

    def get_openapi_schema(self, **options: Any) -> Any:
        """As ninja's, with the schemas of a problem, which operations point to."""
        contract: Any = super().get_openapi_schema(**options)
        schema = Problem.model_json_schema(ref_template=REF_TEMPLATE)
        contract["components"]["schemas"] |= schema.pop("$defs") | {Problem.__name__: schema}
        return contract


def problem_responses(*statuses: int) -> dict[str, Any]:
    """The `openapi_extra` of an operation that answers with problems of these statuses."""
    content = {PROBLEM_JSON: {"schema": {"$ref": REF_TEMPLATE.format(model=Problem.__name__)}}}
    return {
        "responses": {status: {"content": content, "description": HTTPStatus(status).phrase} for status in statuses}
    }


def _of_the_schema(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_response(422, _("Something is not right yet."), map(_schema_fault, error.errors))


def _of_the_enquiry(request: HttpRequest, error: InvalidEnquiryError) -> HttpResponse:
    faults = [
        {"detail": str(sentence), "pointer": _pointer(_path_of_field(field))}
        for field, sentences in error.errors.items()
        for sentence in sentences
    ]
    return problem_response(422, _("Something is not right yet."), faults)


def _of_the_key(request: HttpRequest, error: IdempotencyConflictError) -> HttpResponse:
    words = _("This Idempotency-Key came before with another enquiry. Send a new enquiry under a new key.")
    return problem_response(409, words, [{"detail": words, "parameter": "Idempotency-Key"}])


def _of_a_missing_page(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(404, _("There is nothing here."))


def _of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    broken = error.__cause__
    return problem_response(error.status_code, str(broken if isinstance(broken, BrokenJsonError) else error))


def _schema_fault(error: dict[str, Any]) -> dict[str, str]:
    where, *path = error["loc"]
    sentence = str(error["msg"])
    if where != "body":
        return {"detail": sentence, "parameter": str(path[-1]) if path else str(where)}
    # django-ninja puts the name of its argument before the path within the body.
    return {"detail": sentence, "pointer": _pointer(path[1:])}


def _path_of_field(field: str) -> list[str]:
    return ["answers", field.removeprefix(_QUESTION)] if field.startswith(_QUESTION) else [field]


def _pointer(path: Iterable[Any]) -> str:
    steps = (str(step).encode("utf-8", "replace").decode() for step in path)
    return "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


_ANSWERS: dict[type[Exception], Any] = {
    ValidationError: _of_the_schema,
    InvalidEnquiryError: _of_the_enquiry,
    IdempotencyConflictError: _of_the_key,
    Http404: _of_a_missing_page,
    HttpError: _of_http,
}
