"""How a call that only reads enters the contract: GET and HEAD alike, and no parameter that it does not know.

One that comes twice is a mistake, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
        run = decorate_view(refuse_unknown(knows))(run)
        router.add_api_operation(path, ["GET"], run, openapi_extra=problem_responses(*errors), **described)
        router.add_api_operation(path, ["HEAD"], run, include_in_schema=False)
        return run

    return register


def refuse_unknown(known: Collection[str]) -> Callable[[Answer], Answer]:
    """What answers 422 in place of an operation that is given parameters it does not know, or one of them twice."""

    def around(run: Answer) -> Answer:
        @wraps(run)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            faults = list(_find_faults(request, known))
            if faults:
                return problem_response(422, _("Something is not right yet."), faults)
            return run(request, *args, **kwargs)

        return checked

    return around


def _find_faults(request: HttpRequest, known: Collection[str]) -> Iterator[dict[str, str]]:
    for name in request.GET:
        if name not in known:
            yield {"detail": _("There is no such parameter."), "parameter": name}
        elif len(request.GET.getlist(name)) > 1:
            yield {"detail": _("This comes more than once."), "parameter": name}
