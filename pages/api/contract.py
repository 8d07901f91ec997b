"""How an operation enters the contract: GET and HEAD alike, errors as Problem Details (RFC 9457)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from ninja import Router

PROBLEM = {
    "type": "object",
    "title": "Problem Details",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "title": "Fault",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "parameter": {"type": "string", "description": "The name of a parameter of the address."},
                },
            },
        },
    },
}


def reads(
    router: Router, path: str, *, response: Any, summary: str, operation_id: str, tag: str, errors: tuple[int, ...]
):
    """Return a decorator that makes a function the answer to GET and HEAD at a path.

    HEAD stays out of the contract: OpenAPI would want an operation of its own for it.
    """
    described = {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": PROBLEM}},
        }
        for status in errors
    }

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        router.add_api_operation(
            path,
            ["GET"],
            run,
            response=response,
            summary=summary,
            operation_id=operation_id,
            tags=[tag],
            openapi_extra={"responses": described},
        )
        router.add_api_operation(path, ["HEAD"], run, include_in_schema=False)
        return run

    return register
