"""What a stored version names and what is not there any more."""

from typing import Any

from django.db.models import PROTECT, Model


class Forgiving:
    """A model whose stored versions can be read when what they name was deleted since; it stands in them no more.

    What is protected is so by what is stored now and what may still go live, not by older versions.
    """

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Return the object of a version. Raises what modelcluster raises where a field may not be empty."""
        read: Any = super().from_serializable_data  # type: ignore[misc]
        try:
            return read(data, *args, **kwargs)
        except Exception:  # modelcluster has none of its own for a protected key that leads nowhere
            present = _without_gone(cls, data)  # type: ignore[arg-type]
            if present == data:
                raise
            return read(present, *args, **kwargs)


def _without_gone(model: type[Model], data: dict[str, Any]) -> dict[str, Any]:
    gone: dict[str, None] = {}
    for field in model._meta.concrete_fields:
        rule: Any = field.remote_field
        named = data.get(field.name) if rule and rule.on_delete is PROTECT and field.null else None
        if named is not None and not rule.model._default_manager.filter(pk=named).exists():
            gone[field.name] = None
    return {**data, **gone}
