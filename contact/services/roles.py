"""The groups of this app and what they may do."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

ENQUIRY_MANAGERS = gettext_noop("Enquiry managers")
ENQUIRY_READERS = gettext_noop("Enquiry readers")

_READERS_MAY = (("wagtailadmin", "access_admin"), ("citewell_contact", "view_enquiry"))
_MANAGERS_MAY = (
    *_READERS_MAY,
    ("citewell_contact", "change_enquiry"),
    ("citewell_contact", "add_cannedreply"),
    ("citewell_contact", "change_cannedreply"),
    ("citewell_contact", "delete_cannedreply"),
    ("citewell_outbox", "view_delivery"),
    ("citewell_outbox", "change_delivery"),
)


def setup_enquiry_roles() -> tuple[Group, Group]:
    """Makes the groups of managers and readers, or gives them back what they lack; takes nothing away from them.

    Managers answer. Readers see what is asked with contact data masked, and change nothing.
    """
    return _group(ENQUIRY_MANAGERS, _MANAGERS_MAY), _group(ENQUIRY_READERS, _READERS_MAY)


def _group(name: str, may: Iterable[tuple[str, str]]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    for app_label, codename in may:
        group.permissions.add(*Permission.objects.filter(content_type__app_label=app_label, codename=codename))
    return group
