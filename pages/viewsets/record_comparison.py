"""Comparing two revisions of a reference by the fields of its form: the model has only the record as a whole."""

from wagtail.admin.compare import TextFieldComparison

from ..csl.fields import to_fields
from ..models import Reference


class RecordFieldComparison(TextFieldComparison):
    """One field of the form in two revisions, word by word."""

    def __init__(self, name: str, label: str, obj_a: Reference, obj_b: Reference) -> None:
        self.label = label
        self.val_a, self.val_b = (to_fields(reference.csl)[name] for reference in (obj_a, obj_b))

    def field_label(self) -> str:
        """The label of the form."""
        return str(self.label)
