"""The form's own address: takes a post, answers with a receipt's address or with the page and its faults."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from ..bounded_body import BodyTooLargeError, BrokenBodyError, read_body
from ..client_address import client_address
from ..error_reports import keep_words_out_of_reports
from ..form_page import find_page, take_for_page
from ..forms import HONEYPOT, EnquiryForm
from ..models import ContactPage, Enquiry
from ..receipts import read_receipt
from ..same_origin import is_same_origin
from ..services.reading_pages import PageInDoubtError
from ..services.receiving import IdempotencyConflictError
from ..services.taking import take_enquiry
from ..services.tracing import Evidence
from ..spam import challenge


class SeeOther(HttpResponseRedirect):
    """303: whatever was sent, what follows is fetched with GET, also by old browsers."""

    status_code = 303


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class EnquiryView(View):
    """Exempt from the CSRF cookie, which public pages do not set; `is_same_origin` stands in its place."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Somebody reloaded or shared the form's address: on to the page."""
        page = find_page(request, page_id)
        return HttpResponseRedirect(page.get_url(request) or "/")

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """303 to the receipt; 422 with the page; 400, 403 and 413 for what no form sends; 409 for a used key."""
        keep_words_out_of_reports(request)
        if not is_same_origin(request):
            return _refuse(request, 403)
        try:
            read_body(request)
        except BodyTooLargeError:
            return _refuse(request, 413)
        except BrokenBodyError:
            return _refuse(request, 400)
        return take_for_page(request, page_id, partial(self._take, request))

    def _take(self, request: HttpRequest, page: ContactPage, page_is_remembered: bool) -> HttpResponse:
        with translation.override(page.locale.language_code):
            form = EnquiryForm(page, request.POST, visitor_language=request.headers.get("Accept-Language", ""))
            if not form.is_valid():
                if page_is_remembered:
                    raise PageInDoubtError
                return _show(request, page, form, 422)
            try:
                receipt = take_enquiry(
                    data=form.enquiry_data,
                    page=page,
                    language=page.locale.language_code,
                    idempotency_key=request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key", ""),
                    evidence=_evidence(request, form),
                    page_is_remembered=page_is_remembered,
                )
            except IdempotencyConflictError:
                if page_is_remembered:
                    raise
                return _conflict(request, page, form)
        return SeeOther(reverse("citewell_contact:thanks", args=[page.pk, receipt.code]))


@method_decorator(never_cache, name="dispatch")
class ThanksView(View):
    """The receipt at an address of its own. Shows nothing of the enquiry; the code is all that the address tells."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, page_id: int, receipt: str) -> HttpResponse:
        """The page, or Http404 for a code that was never given out."""
        page = find_page(request, page_id)
        code = read_receipt(receipt)
        if code is None or not Enquiry.objects.filter(receipt=code, page_id=page.pk).exists():
            raise Http404
        context = page.get_context(request) | {"receipt": code}
        with translation.override(page.locale.language_code):
            response = render(request, "citewell/contact/contact_thanks_page.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response


def _evidence(request: HttpRequest, form: EnquiryForm) -> Evidence:
    post = request.POST
    widget = form.challenge
    captcha = widget.value_from_datadict(post, {}, challenge.FIELD) if widget else post.get(challenge.ALTCHA_FIELD)
    return Evidence(
        honeypot=post.get(HONEYPOT, ""),
        captcha=captcha or "",
        ip=client_address(request),
        touched=post.get("touched", ""),
    )


def _show(request: HttpRequest, page: ContactPage, form: EnquiryForm, status: int) -> HttpResponse:
    context = page.get_context(request) | {"form": form}
    response = TemplateResponse(request, page.get_template(request), context, status=status)
    # Rendered here, while the page's language is on.
    return challenge.allow_challenge(response.render())


def _conflict(request: HttpRequest, page: ContactPage, form: EnquiryForm) -> HttpResponse:
    words = _("This form was sent once already, with other words. Send it again to send it as a new enquiry.")
    if "json" in request.headers.get("Accept", ""):
        body: dict[str, Any] = {"type": "about:blank", "title": "Conflict", "status": 409, "detail": words}
        return JsonResponse(body, status=409, content_type="application/problem+json")
    form.add_error(None, words)
    return _show(request, page, form, 409)


def _refuse(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "citewell/contact/refused.html", {"status": status}, status=status)
