"""What the form of a reference shows while it is filled in: the printed line, and what the library has already."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.permissions import policy_registry

from ..citations.markup import read_id
from ..csl import ama, pieces
from ..csl.fields import from_fields, to_fields
from ..csl.item import Item, text
from ..csl.labels import label
from ..csl.parse import parse_reference
from ..forms import read_fields
from ..models import Reference

MOST_KNOWN = 3


@require_POST
def draft_reference(request: HttpRequest) -> JsonResponse:
    """Return `label` and `printed` (HTML) of the posted fields, and `known`, records that look like the same source.

    With `pasted`, a printed line is read in place of the fields; they come back as `fields`, with `problems` in words.
    Nothing is stored.
    """
    if not policy_registry.get_by_type(Reference).user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    answer: dict[str, Any] = {}
    line = request.POST.get("pasted", "").strip()
    if line:
        parsed = parse_reference(line)
        record = parsed.item
        answer["problems"] = [problem.message for problem in parsed.problems]
        answer["fields"] = to_fields(record) if record else None
    else:
        record = from_fields(read_fields(request.POST))
    if not record or not text(record, "title"):
        return JsonResponse({"label": "", "printed": "", "known": [], **answer})
    answer |= {"label": label(record), "printed": pieces.as_html(ama.format_ama(record))}
    answer["known"] = _known(request, record)
    return JsonResponse(answer)


def _known(request: HttpRequest, record: Item) -> list[dict[str, Any]]:
    like = Reference.objects.like(record).exclude(pk=read_id(request.POST.get("reference", "")))
    finder = AdminURLFinder(request.user)
    return [
        {"label": reference.label, "title": reference.title, "url": finder.get_edit_url(reference)}
        for reference in like[:MOST_KNOWN]
    ]
