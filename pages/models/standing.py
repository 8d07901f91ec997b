"""What the library can say of a source's standing, in sentences that never take silence for a good sign."""

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..lookup.answer import CONCERN, OK, RETRACTED

if TYPE_CHECKING:
    from .reference import Reference

# What a page should not go on citing unseen, the gravest first.
GRAVE = (RETRACTED, CONCERN)


def describe_standing(reference: "Reference") -> str:
    """Return what is known against the source and who says so, or who was asked and when."""
    day = _day(reference.checked_at)
    known = {"status": reference.get_status_display(), "who": reference.status_source, "day": day}
    if reference.status != OK:
        if not reference.status_source:
            return str(known["status"])
        return _("%(status)s, according to %(who)s.") % known
    if not reference.checked_at:
        return _("Nobody has been asked yet whether it was corrected or retracted.")
    if not reference.status_source:
        return _("Asked on %(day)s, and not listed: that says nothing for or against it.") % known
    return _("No notice known to %(who)s on %(day)s.") % known


def describe_verification(reference: "Reference") -> str:
    """Return whether the record was found to agree with another, and with which."""
    if not reference.verified_at:
        return _("Not verified against another record.")
    known = {"who": reference.verified_against, "day": _day(reference.verified_at)}
    return _("Agrees with the record of %(who)s on %(day)s.") % known


def _day(when: object) -> str:
    return date_format(localtime(when), "DATE_FORMAT") if when else ""  # type: ignore[arg-type]
