"""What a stored version names and what is not there any more."""

from typing import Any

from django.db.models import PROTECT, Model


def without_gone(model: type[Model], data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a version without what it names and what was deleted since, where nothing may stand instead.

    What is protected is so by what is stored now, not by older versions; modelcluster fails on those.
    """
    gone: dict[str, None] = {}
    for field in model._meta.concrete_fields:
        rule: Any = field.remote_field
        named = data.get(field.name) if rule and rule.on_delete is PROTECT and field.null else None
        if named is not None and not rule.model._default_manager.filter(pk=named).exists():
            gone[field.name] = None
    return {**data, **gone}
