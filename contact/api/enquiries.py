"""The enquiry calls: the form as data, and the door that takes what was filled in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import Header, Query, Router
from ninja.decorators import decorate_view

from ..client_address import client_address
from ..first_touch import first_touch
from ..form_page import find_page, take_for_page
from ..intake import InvalidEnquiryError, validate
from ..models import ContactPage
from ..services.receiving import Receipt
from ..services.taking import take_enquiry
from ..services.tracing import Evidence
from .conditional import KEPT, PRIVATE, make_conditional
from .form_schema import describe_form
from .guard import json_from_allowed_origins
from .problems import problem_responses
from .reading import reads, refuse_unknown
from .schemas import EnquiryForm, EnquiryIn, EnquiryReceipt, FirstTouch, FormParameters

LONGEST_KEY = 255

router = Router(tags=["enquiries"])


@reads(
    router,
    "/enquiries/form",
    knows={"page"},
    errors=(404, 422),
    response=EnquiryForm,
    summary="The form of a contact page",
    operation_id="get_enquiry_form",
)
@decorate_view(make_conditional)
def get_form(request: HttpRequest, response: HttpResponse, asked: Query[FormParameters]) -> dict[str, Any]:
    """Fields, choices, limits, the words of consent with their version, and the name of the challenge."""
    found = find_page(request, asked.page)
    if not found.live or (found.expire_at and found.expire_at <= timezone.now()):
        raise Http404  # its words may be a draft's; what its open forms send is taken all the same
    with translation.override(found.locale.language_code):
        form = describe_form(found, request)
    if "Authorization" in request.headers or found.get_view_restrictions():
        response["Cache-Control"] = PRIVATE
    else:
        response["Cache-Control"] = KEPT
        response["Surrogate-Key"] = f"page-{found.pk} conditions"
    return form


@reads(
    router,
    "/enquiries/challenge",
    response=FirstTouch,
    summary="The challenge, at the first touch",
    operation_id="get_challenge",
    url_name="get_challenge",
)
def get_challenge(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """The time, signed, and an ALTCHA challenge where that is the form's. Both help, neither is required."""
    response["Cache-Control"] = PRIVATE
    return first_touch()


@router.post(
    "/enquiries",
    response={201: EnquiryReceipt},
    summary="Send an enquiry",
    operation_id="send_enquiry",
    openapi_extra=problem_responses(400, 403, 404, 409, 413, 415, 422),
)
@decorate_view(refuse_unknown(()), json_from_allowed_origins)
def send_enquiry(
    request: HttpRequest,
    response: HttpResponse,
    body: EnquiryIn,
    idempotency_key: str = Header(
        "",
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        description="Sent again with the same key and body, the enquiry is the same and so is the answer.",
    ),
) -> Any:
    """Stores the enquiry and answers with its receipt.

    A repeat gets the answer of the first. Without a key, the same words within an hour are a repeat.
    """

    def take(page: ContactPage, page_is_remembered: bool) -> Receipt:
        with translation.override(page.locale.language_code):
            raw = _raw(request, body, page)
            data = validate(raw, consent_version=page.consent_version, questions=page.form_questions)
            return take_enquiry(
                data=data,
                page=page,
                language=page.locale.language_code,
                idempotency_key=idempotency_key,
                evidence=Evidence(
                    honeypot=body.fax,
                    captcha=body.challenge.response if body.challenge else "",
                    challenge=body.challenge.kind if body.challenge else "",
                    ip=client_address(request),
                    touched=body.touched,
                ),
                page_is_remembered=page_is_remembered,
            )

    receipt = take_for_page(request, body.page, take)
    response["Cache-Control"] = PRIVATE
    return {"receipt": receipt.code}


def _raw(request: HttpRequest, body: EnquiryIn, page: ContactPage) -> dict[str, Any]:
    unknown = set(body.answers) - {question.key for question in page.form_questions}
    if unknown:
        faults = {f"question_{key}": [_("The form has no such question.")] for key in sorted(unknown)}
        raise InvalidEnquiryError(faults)
    return body.dict() | {
        "campaign": urlencode(body.campaign.dict()),
        "visitor_language": body.language or request.headers.get("Accept-Language", ""),
    }
