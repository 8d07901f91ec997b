"""The groups of this app and what they may do."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

ENQUIRY_MANAGERS = gettext_noop("Enquiry managers")

_MAY = (
    ("wagtailadmin", "access_admin"),
    ("citewell_contact", "view_enquiry"),
    ("citewell_contact", "change_enquiry"),
    ("citewell_contact", "add_cannedreply"),
    ("citewell_contact", "change_cannedreply"),
    ("citewell_contact", "delete_cannedreply"),
    ("citewell_outbox", "view_delivery"),
    ("citewell_outbox", "change_delivery"),
)


def setup_enquiry_roles() -> Group:
    """Makes the group of the enquiry managers, or gives it back what it lacks. Takes nothing away from it."""
    group, _created = Group.objects.get_or_create(name=ENQUIRY_MANAGERS)
    for app_label, codename in _MAY:
        group.permissions.add(*Permission.objects.filter(content_type__app_label=app_label, codename=codename))
    return group
