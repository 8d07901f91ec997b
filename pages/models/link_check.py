"""What addresses elsewhere answered when they were last asked."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..links.answers import CLOSED_STATUSES, PASSING_STATUSES, name_status
from ..links.destinations import LONGEST_URL

FAILURES = 2
"""So often in a row an address has to fail, unless its server says that nothing is there. Once is an accident."""
ASKED_EVERY = timedelta(days=7)
DOUBTED_FOR = timedelta(hours=12)
"""What failed is asked again with the next night, not with the next run."""


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Reads of the checks."""

    def broken(self) -> Self:
        """Those that lead nowhere: gone, never to be opened by anybody, or silent twice in a row."""
        gone = Q(status__gte=400, status__lt=500) & ~Q(status__in=CLOSED_STATUSES | PASSING_STATUSES)
        return self.filter(gone | Q(code__in=("malformed", "private")) | Q(failures__gte=FAILURES))

    def due(self, *, now: datetime | None = None, every: timedelta = ASKED_EVERY) -> Self:
        """Those that are to be asked, the longest unasked first: never were, not for so long, or failed last night."""
        at = now or timezone.now()
        long_ago = Q(checked_at=None) | Q(checked_at__lt=at - every)
        doubted = Q(failures__gt=0, checked_at__lt=at - DOUBTED_FOR)
        return self.filter(long_ago | doubted).order_by(models.F("checked_at").asc(nulls_first=True), "pk")


class LinkCheck(models.Model):
    """One address. `failures` counts how often in a row it did not answer well."""

    url = models.CharField(gettext_lazy("address"), max_length=LONGEST_URL, unique=True)
    status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=12, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)

    objects = LinkCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return self.url

    @property
    def answer(self) -> str:
        """The last answer in words."""
        return name_status(self.status) if self.status is not None else tell_code(self.code)


def tell_code(code: str) -> str:
    """Return in words why no answer came; '' for a code that is not known."""
    return {
        "malformed": _("not an address that can be opened"),
        "private": _("an address inside a private network or at an unusual port"),
        "unknown": _("nobody knows the name of this host"),
        "slow": _("no answer in time"),
        "unreachable": _("the host could not be reached"),
        "untrusted": _("the certificate is not valid for its name"),
        "garbled": _("the answer is not HTTP"),
        "loop": _("it leads on and on"),
    }.get(code, "")
