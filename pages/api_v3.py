"""The library in Wagtail's own API: references and guidelines, for staff with a token. Pages are there by themselves.

Each record is saved as the admin saves it: through the same service or form, with a revision and a line in the log.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from ninja.pagination import paginate
from wagtail.actions import action_registry
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.form_data import build_model_form, build_model_update_form
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.api.v3.permissions import require_any_permission
from wagtail.api.v3.registry import ContentTypeRegistration, registry
from wagtail.api.v3.schemas import BaseSchema, create_generator, patch_generator, read_generator
from wagtail.log_actions import log

from .csl.clean import NotARecord, clean
from .models import Guideline, Reference
from .models.usage import find_uses
from .services.references import save_reference

MOST_SUPPLIED = 100_000  # characters of the line or record that a reference was made from


class ReferenceSchema(BaseSchema):
    """A record of the library. `csl` is the record itself, everything else is told about it."""

    id: int
    label: str
    csl: dict[str, Any]
    as_supplied: str
    status: str
    status_source: str
    checked_at: Any = None
    verified_at: Any = None
    verified_against: str


class ReferenceCreateSchema(Schema):
    """A new record, as CSL-JSON."""

    csl: dict[str, Any]
    as_supplied: str = Field("", max_length=MOST_SUPPLIED)


class ReferencePatchSchema(Schema):
    """The whole record as it shall be: fields that are not sent are gone."""

    csl: dict[str, Any]


def _leave_out(generator: Any, field: Any) -> tuple[Any, Any]:
    """A relation to several records: their ids, none where nothing is sent. Wagtail would ask for it always."""
    return list[int], []


def _register_library() -> ContentTypeRegistration:
    """Register what the library holds with Wagtail's registry, which its forms ask for what may be written."""
    for generator in (create_generator, patch_generator):
        generator.register_field_schema(ManyToManyField, _leave_out)
    found = ContentTypeRegistration(
        name=Guideline._meta.label,
        label=str(Guideline._meta.verbose_name),
        read_schema=read_generator.generate_schema(Guideline, base_class=BaseSchema),
        create_schema=create_generator.generate_schema(Guideline, base_class=Schema),
        patch_schema=patch_generator.generate_schema(Guideline, base_class=Schema),
    )
    registry.register(found)
    registry.register(
        ContentTypeRegistration(
            name=Reference._meta.label,
            label=str(Reference._meta.verbose_name),
            read_schema=ReferenceSchema,
            create_schema=ReferenceCreateSchema,
            patch_schema=ReferencePatchSchema,
        )
    )
    return found


_guideline: Any = _register_library()
GuidelineSchema: Any = _guideline.read_schema
GuidelineCreateSchema: Any = _guideline.create_schema
GuidelinePatchSchema: Any = _guideline.patch_schema

references = Router(tags=["references"], auth=BearerTokenAuth())
guidelines = Router(tags=["guidelines"], auth=BearerTokenAuth())


@references.get("/", response=list[ReferenceSchema], operation_id="references_list", summary="List references")
@paginate(WagtailLimitOffsetPagination)
@require_any_permission(Reference)
def list_references(request: HttpRequest, search: str = "") -> Any:
    """The library; `search` takes words, a DOI, a PMID or a PMCID, as the admin's search does."""
    found = Reference.objects.matching(search) if search.strip() else Reference.objects.all()
    return found.order_by("pk")


@references.get("/{int:reference_id}/", response=ReferenceSchema, operation_id="references_detail", summary="Reference")
@require_any_permission(Reference)
def get_reference(request: HttpRequest, reference_id: int) -> Any:
    """One record."""
    return get_object_or_404(Reference, pk=reference_id)


@references.post("/", response={201: ReferenceSchema}, operation_id="references_create", summary="Create reference")
@require_any_permission(Reference, ("add",))
def create_reference(request: HttpRequest, data: ReferenceCreateSchema) -> Any:
    """Store a new record; what the library has already under its DOI, PMID or PMCID is refused."""
    return Status(201, _store(request, data.csl, None, as_supplied=data.as_supplied))


@references.patch(
    "/{int:reference_id}/", response=ReferenceSchema, operation_id="references_update", summary="Update reference"
)
@require_any_permission(Reference, ("change",))
def update_reference(request: HttpRequest, reference_id: int, data: ReferencePatchSchema) -> Any:
    """Store a record's new state, which every page that cites it shows at once."""
    return _store(request, data.csl, get_object_or_404(Reference, pk=reference_id))


@references.delete(
    "/{int:reference_id}/", response={204: None}, operation_id="references_delete", summary="Delete reference"
)
@require_any_permission(Reference, ("delete",))
def delete_reference(request: HttpRequest, reference_id: int) -> Any:
    """Delete a record that nothing uses; 409 says what does."""
    return _delete(request, get_object_or_404(Reference, pk=reference_id))


@guidelines.get("/", response=list[GuidelineSchema], operation_id="guidelines_list", summary="List guidelines")
@paginate(WagtailLimitOffsetPagination)
@require_any_permission(Guideline)
def list_guidelines(request: HttpRequest) -> Any:
    """The guidelines with their rows."""
    return Guideline.objects.with_rows().order_by("pk")


@guidelines.get("/{int:guideline_id}/", response=GuidelineSchema, operation_id="guidelines_detail", summary="Guideline")
@require_any_permission(Guideline)
def get_guideline(request: HttpRequest, guideline_id: int) -> Any:
    """One guideline with its rows."""
    return get_object_or_404(Guideline.objects.with_rows(), pk=guideline_id)


@guidelines.post("/", response={201: GuidelineSchema}, operation_id="guidelines_create", summary="Create guideline")
@require_any_permission(Guideline, ("add",))
def create_guideline(request: HttpRequest, data: GuidelineCreateSchema) -> Any:
    """Store a guideline, with `recommendations` in the order of the table."""
    form = build_model_form(Guideline, data, request.user)
    action_registry.get_action_class(Guideline, "create")(form.instance, user=request.user, form=form).execute()
    return Status(201, form.instance)


@guidelines.patch(
    "/{int:guideline_id}/", response=GuidelineSchema, operation_id="guidelines_update", summary="Update guideline"
)
@require_any_permission(Guideline, ("change",))
def update_guideline(
    request: HttpRequest,
    guideline_id: int,
    data: GuidelinePatchSchema,
) -> Any:
    """Store what is sent and leave the rest; `recommendations`, where sent, are all rows, known ones with their id."""
    guideline = get_object_or_404(Guideline, pk=guideline_id)
    form = build_model_update_form(guideline, data, request.user)
    successor = form.is_valid() and form.cleaned_data.get("superseded_by")
    if successor and Guideline.objects.get(pk=guideline_id).would_circle(successor):
        raise ValidationError({"superseded_by": _("This guideline leads back to the one that you are editing.")})
    action_registry.get_action_class(Guideline, "edit")(form.instance, user=request.user, form=form).execute()
    return form.instance


@guidelines.delete(
    "/{int:guideline_id}/", response={204: None}, operation_id="guidelines_delete", summary="Delete guideline"
)
@require_any_permission(Guideline, ("delete",))
def delete_guideline(request: HttpRequest, guideline_id: int) -> Any:
    """Delete a guideline that nothing uses; 409 says what does."""
    return _delete(request, get_object_or_404(Guideline, pk=guideline_id))


@transaction.atomic
def _store(request: HttpRequest, csl: dict[str, Any], reference: Reference | None, as_supplied: str = "") -> Reference:
    try:
        record = clean(csl)
    except NotARecord as error:
        raise ValidationError(_(error.text).format(**error.values)) from error
    action = "wagtail.edit" if reference else "wagtail.create"
    saved = save_reference(csl=record, reference=reference, as_supplied=as_supplied, user=request.user)
    log(instance=saved, action=action, user=request.user, revision=saved.latest_revision, content_changed=True)
    return saved


def _delete(request: HttpRequest, instance: Reference | Guideline) -> Any:
    if uses := find_uses(instance):
        places = "; ".join(f"{use.owner._meta.verbose_name} {use.owner.pk}" for use in uses)
        raise HttpError(409, _("It is in use and cannot be deleted: %(places)s.") % {"places": places})
    action_registry.get_action_class(type(instance), "delete")(instance, user=request.user).execute()
    return Status(204, None)
