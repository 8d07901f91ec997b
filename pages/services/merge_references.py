"""Merging two records of the same source into one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..lookup.answer import SEVERITY
from ..models import Reference
from .references import save_reference
from .repoint import repoint_uses

MERGE_ACTION = "citewell_pages.merge_references"


@transaction.atomic
def merge_references(*, keep: Reference, drop: Reference, user: Any = None) -> int:
    """Make everything that uses `drop` use `keep`, delete `drop`, and return how many uses moved.

    What `keep` lacks is filled in from `drop`; what both have stays as `keep` has it, but of the two standings the
    graver one stays: a retraction is never merged away. The merge is logged with the whole record that went. Raises
    ValidationError where the two are one and the same.
    """
    if keep.pk == drop.pk:
        raise ValidationError(_("Choose two different references to merge."))
    gone = {"id": drop.pk, "label": drop.label, "csl": drop.csl, "as_supplied": drop.as_supplied}
    moved = repoint_uses(old=drop, new=keep)
    if SEVERITY[drop.status] > SEVERITY[keep.status]:
        keep.status, keep.status_source = drop.status, drop.status_source
    filled = {**drop.csl, **{field: value for field, value in keep.csl.items() if value}}
    drop.delete()
    saved = save_reference(csl=filled, reference=keep, user=user)
    log(instance=saved, action=MERGE_ACTION, user=user, data={"merged": gone, "moved": moved})
    return moved
