"""What the form of a reference asks while it is filled in: the record of a DOI or PubMed id, beside the fields."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from ..csl.fields import PEOPLE, TEXTS, from_fields, to_fields
from ..csl.item import TYPES, Item
from ..forms import ReferenceForm, read_fields
from ..lookup.answer import OK, SEVERITY, Found, LookUpError, NotFound, Unavailable, worst
from ..lookup.compare import compare
from ..models import Reference
from ..services.check_status import check_status
from ..services.lookup_reference import explain, look_up_reference, verify_reference

# Fields that are offered as one, because one without the others would be wrong.
TOGETHER = {"authors": ("authors", "et_al"), "year": ("year", "month", "day")}
PARTS = {part for parts in TOGETHER.values() for part in parts[1:]}
CSL_FIELDS = {**TEXTS, **PEOPLE, "year": "issued", "type": "type"}


@require_POST
def look_up(request: HttpRequest) -> JsonResponse:
    """Return what Crossref or PubMed has under the posted `identifier`, beside the posted fields. Nothing is stored.

    The answer is that of `present`, or {error} in one sentence with 422, 404 or 503.
    """
    _require(request, {"add", "change"})
    try:
        found = look_up_reference(identifier=request.POST.get("identifier", ""))
    except LookUpError as error:
        return refuse(error)
    return JsonResponse(present(found, from_fields(read_fields(request.POST)), request.POST.get("status", OK)))


@require_POST
def check(request: HttpRequest, pk: int) -> JsonResponse:
    """Verify a stored reference and ask about its standing; answer as `look_up` does, with `standing` in sentences."""
    _require(request, {"change"})
    reference = get_object_or_404(Reference, pk=pk)
    (asked,) = check_status(references=[reference], user=request.user)
    try:
        verification = verify_reference(reference=reference)
    except LookUpError as error:
        return refuse(error, standing=reference.standing)
    answer = present(verification.found, from_fields(read_fields(request.POST), reference.csl), reference.status)
    if asked.errors:
        answer["notices"] += [explain(error) for error in asked.errors]
    return JsonResponse({**answer, "standing": reference.standing})


def refuse(error: LookUpError, **more: Any) -> JsonResponse:
    """Return why there is no record, in one sentence."""
    status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, Unavailable) else 422
    return JsonResponse({"error": explain(error), **more}, status=status)


def present(found: Found, ours: Item, status: str) -> dict[str, Any]:
    """Return what the form shows of a record before it fills anything in.

    `rows` are the fields in which the form would become another: {label, ours, theirs, values {field: value}, fill,
    lost}, where `fill` says whether the two really differ or are only written differently. `notices` are sentences.
    """
    day = date_format(localtime(found.fetched_at), "DATE_FORMAT")
    return {
        "heading": _("%(source)s, %(day)s") % {"source": found.source, "day": day},
        "rows": [*_rows(found, ours), *_status_rows(found, status)],
        "notices": [notice.summary for notice in sorted(found.notices, key=lambda each: -SEVERITY[each.kind])],
    }


def _rows(found: Found, ours: Item) -> Iterator[dict[str, Any]]:
    mine, theirs = to_fields(ours), to_fields(found.item)
    really = {difference.field: difference for difference in compare(ours, found.item, found.also)}
    for name, value in theirs.items():
        parts = TOGETHER.get(name, (name,))
        if name in PARTS or not value or all(mine[part] == theirs[part] for part in parts):
            continue
        key = CSL_FIELDS.get(name, name)
        difference = really.get(key)
        yield {
            "label": str(ReferenceForm.base_fields[name].label),
            "ours": _shown(name, mine),
            "theirs": _shown(name, theirs),
            "values": {part: theirs[part] for part in parts},
            "fill": difference is not None or not mine[name],
            "lost": list(difference.lost) if difference and mine[name] else [],
        }


def _status_rows(found: Found, status: str) -> Iterator[dict[str, Any]]:
    """Offer the graver standing too: otherwise a retracted source would pass for sound until the scheduled check."""
    gravest = worst(found.notices)
    if gravest and SEVERITY[gravest.kind] > SEVERITY.get(status, 0):
        yield {
            "label": str(Reference._meta.get_field("status").verbose_name).capitalize(),
            "ours": str(dict(Reference.Status.choices).get(status, status)),
            "theirs": str(Reference.Status(gravest.kind).label),
            "values": {"status": gravest.kind, "status_source": gravest.summary[:200]},
            "fill": True,
            "lost": [],
        }


def _shown(name: str, fields: dict[str, str]) -> str:
    if name == "type":
        return str(TYPES.get(fields[name], fields[name]))
    if name == "authors":
        return "; ".join([*fields[name].splitlines(), *(["et al"] if fields["et_al"] else [])])
    if name == "year":
        return "-".join(fields[part].zfill(2) for part in TOGETHER["year"] if fields[part])
    return "; ".join(fields[name].splitlines())


def _require(request: HttpRequest, actions: set[str]) -> None:
    if not policy_registry.get_by_type(Reference).user_has_any_permission(request.user, actions):
        raise PermissionDenied
