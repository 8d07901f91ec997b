"""The model field for text that is encrypted at rest."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..encryption import Unreadable, is_sealed, seal, unseal
from ..text import UnusableTextError, check_storable

_READABLE_LOOKUPS = {"isnull"}


class EncryptedTextField(models.TextField):
    """Text in Python, sealed text in the database; no lookup can see through it.

    It describes itself to migrations as the TextField that it is in the database, so that they are the same whatever
    folder the app is installed in, and a migration that touches the rows sees only sealed text.
    `max_length`, the field's validators and the rules of `contact.text` are kept on every way in, `objects.create()`
    included.
    `searched_as` names how its content gets into the search index: a key of `search_terms.READERS`, or None for not
    at all.
    """

    def __init__(self, *args: Any, searched_as: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.searched_as = searched_as

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As a TextField; the validators are Python's alone."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, "django.db.models.TextField", args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """The text again."""
        return value if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Sealed text. Raises ValidationError for what may not be stored."""
        if value == "":
            return ""
        # Not TextField's, which asks `to_python`: what a visitor typed may look like sealed text and be none.
        text: Any = models.Field.get_prep_value(self, value)
        if text is None:
            return None
        text = text if isinstance(text, str) else str(text)
        self.run_validators(text)
        return seal(text)

    def run_validators(self, value: Any) -> None:
        """Besides the field's own: length and storability. What cannot be read now was judged when it was stored."""
        if isinstance(value, str) and value and not isinstance(value, Unreadable):
            self._refuse_unusable(value)
            super().run_validators(value)

    def to_python(self, value: Any) -> Any:
        """Opens what a fixture holds sealed; anything else stays as it is."""
        value = super().to_python(value)
        return unseal(value) if isinstance(value, str) and is_sealed(value) else value

    def value_to_string(self, obj: models.Model) -> str:
        """Sealed, so that `dumpdata` writes no clear text."""
        return seal(cast(str, self.value_from_object(obj) or ""))

    def get_lookup(self, lookup_name: str) -> Any:
        """Raises FieldError for a comparison that could never find anything."""
        if lookup_name not in _READABLE_LOOKUPS:
            raise FieldError(f"{self.name} is encrypted and cannot be compared with {lookup_name!r}")
        return super().get_lookup(lookup_name)

    def _refuse_unusable(self, value: str) -> None:
        try:
            check_storable(value)
        except UnusableTextError as error:
            raise ValidationError(
                {self.name: _("This holds a character that cannot be stored.")}, code=error.code
            ) from None
        if self.max_length is not None and len(value) > self.max_length:
            raise ValidationError({self.name: _("This is too long.")}, code="max_length")
