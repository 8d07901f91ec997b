"""Who handles enquiries: whom one can be assigned to. Knows nothing of groups by name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q


def colleagues() -> Any:
    """The active users who may change enquiries, by right of their own, of a group, or as administrators; by name."""
    may = Permission.objects.filter(content_type__app_label="citewell_contact", codename="change_enquiry")
    users: Any = get_user_model()._default_manager
    told = Q(is_superuser=True) | Q(user_permissions__in=may) | Q(groups__permissions__in=may)
    numbers = users.filter(told).values("pk")
    return users.filter(is_active=True, pk__in=numbers).order_by(get_user_model().USERNAME_FIELD)


def name_of(user: Any) -> str:
    """As colleagues call each other: the full name, or the user name where there is none; empty for nobody."""
    return "" if user is None else user.get_full_name() or user.get_username()
