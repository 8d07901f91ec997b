"""A length of time in words."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def tell_duration(length: timedelta) -> str:
    """In hours and minutes, as `3 h 20 min`; less than a minute is told as such. Open hours make no days."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return _("less than a minute")
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
