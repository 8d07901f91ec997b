"""The health of the pages that somebody may work on."""

from typing import Any

from django.utils import timezone
from wagtail.permissions import page_permission_policy

from ..models.content_health import PageHealth, read_content_health, read_pages

MAY_WORK = ("change", "publish")


def may_read_health(user: Any) -> bool:
    """Tell whether this user may edit or publish any page."""
    return bool(page_permission_policy.user_has_any_permission(user, MAY_WORK))


def read_health_for(user: Any, *, live: bool = False) -> list[PageHealth]:
    """Return the health of the pages that this user may edit or publish, in the order of the tree.

    `live` leaves drafts out.
    """
    mine = page_permission_policy.instances_user_has_any_permission_for(user, MAY_WORK)
    pages = mine.live() if live else mine
    return read_content_health(read_pages(pages.values("pk")), today=timezone.localdate())
