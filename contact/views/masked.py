"""An enquiry as those see it who may read it but not learn who sent it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..encryption import Unreadable
from ..kept_answers import Answer, read_answers, write_answers
from ..masking import hide_contact, mask_email, mask_name, mask_phone
from ..models import Enquiry

_SEALED = {field.attname for field in Enquiry.sealed_fields()}
_MASKS: dict[str, Callable[[str], str]] = {"name": mask_name, "email": mask_email, "phone": mask_phone}


def sees_contact_data(user: Any) -> bool:
    """Whether names and addresses are shown to this user at once: those who answer need them."""
    return bool(user.has_perm("citewell_contact.change_enquiry"))


def shown_to(user: Any, enquiry: Enquiry) -> Enquiry | MaskedEnquiry:
    """The enquiry, or what this user may see of it."""
    return enquiry if sees_contact_data(user) else MaskedEnquiry(enquiry)


class MaskedEnquiry:
    """Reads as the enquiry does, without who sent it: initials, and texts in which contact data is hidden."""

    def __init__(self, enquiry: Enquiry) -> None:
        self._enquiry = enquiry

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._enquiry, name)
        if name not in _SEALED or isinstance(value, Unreadable):
            return value
        if name == "answers":
            return self._answers(value)
        return _MASKS.get(name, self.hide)(value)

    def hide(self, text: str) -> str:
        """A text about this person without their contact data."""
        return text if isinstance(text, Unreadable) else hide_contact(text, name=self._enquiry.name)

    def _answers(self, kept: str) -> str:
        return write_answers(
            Answer(each.key, each.question, each.kind, tuple(map(self.hide, each.values)))
            for each in read_answers(kept)
        )
