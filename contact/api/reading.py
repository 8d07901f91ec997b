"""How a call that only reads enters the contract: GET and HEAD alike, and no parameter that it does not know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router
from ninja.decorators import decorate_view

from .problems import problem_response, problem_responses

Answer = Callable[..., HttpResponseBase]


def reads(
    router: Router, path: str, *, knows: Collection[str] = (), errors: tuple[int, ...] = (422,), **described: Any
) -> Callable[[Any], Any]:
    """A decorator that makes a function the answer to GET and HEAD at a path; `described` goes into the contract.

    HEAD stays out of it: OpenAPI would want an operation of its own for it.
    """

    def register(run: Any) -> Any:
        run = decorate_view(_refuse_unknown(knows))(run)
        router.add_api_operation(path, ["GET"], run, openapi_extra=problem_responses(*errors), **described)
        router.add_api_operation(path, ["HEAD"], run, include_in_schema=False)
        return run

    return register


def _refuse_unknown(known: Collection[str]) -> Callable[[Answer], Answer]:
    def around(run: Answer) -> Answer:
        @wraps(run)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            faults = [
                {"detail": _("There is no such parameter."), "parameter": name}
                for name in request.GET
                if name not in known
            ]
            if faults:
                return problem_response(422, _("Something is not right yet."), faults)
            return run(request, *args, **kwargs)

        return checked

    return around
