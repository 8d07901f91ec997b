"""What addresses elsewhere answered when they were last asked."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..links.find_links import LONGEST_ADDRESS

FAILURES = 2
"""So often in a row an address has to fail, unless its server says that nothing is there. Once is an accident."""
ASKED_EVERY = timedelta(days=7)


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Reads of the checks."""

    def broken(self) -> Self:
        """Those that lead nowhere."""
        return self.filter(models.Q(status__in=(404, 410)) | models.Q(failures__gte=FAILURES))

    def due(self) -> Self:
        """Those that are to be asked: never were, not for a while, or failed for the first time."""
        long_ago = models.Q(checked_at=None) | models.Q(checked_at__lt=timezone.now() - ASKED_EVERY)
        return self.filter(long_ago | models.Q(failures__gt=0, failures__lt=FAILURES))


class LinkCheck(models.Model):
    """One address. `failures` counts how often in a row it did not answer well."""

    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS, unique=True)
    status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=12, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)

    objects = LinkCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return self.url


def find_broken_addresses(addresses: Iterable[str]) -> set[str]:
    """Return those of the addresses that lead nowhere, by what they last answered."""
    wanted = set(addresses)
    return {url for url in LinkCheck.objects.broken().values_list("url", flat=True) if url in wanted}
