"""Having answers that a change ended made anew before a reader asks: one after the other, in the background."""

import time
from collections.abc import Callable
from typing import NamedTuple

from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.models import Site

from ..models import RefreshRound, Snapshot
from .build import read_build
from .finding import list_ended
from .keeping import REFUSED
from .noting import read_clock
from .rebuilding import asker

SECONDS_A_WORD = 1.0
"""How often it is noted how far a round is."""


class Progress(NamedTuple):
    """How many of the answers that had ended were looked at."""

    done: int
    total: int


def refresh(is_stopped: Callable[[], bool] = lambda: False) -> Progress:
    """Ask for every answer that has ended, as a reader does.

    Where only other rows of its tables changed it is held on to, else it is rendered. One that is not kept any more, as
    nobody may read the page, is forgotten. While somebody is changing content on PostgreSQL nothing can be kept, and
    nothing is asked for. Lists that have ended are forgotten: there can be many, and most changes show in them.
    """
    build, now = read_build(), timezone.now()
    if lists := list_ended(build=build, now=now, is_list=True):
        Snapshot.objects.filter(pk__in=lists, lease="").delete()
    ended = list_ended(build=build, now=now, is_list=False)
    if not ended:
        return Progress(0, 0)
    ask, told = asker(), 0.0
    for number, pk in enumerate(ended):
        if is_stopped() or read_clock() is None:
            return Progress(number, len(ended))
        if time.monotonic() - told > SECONDS_A_WORD:
            told = time.monotonic()
            RefreshRound.objects.note(done=number, total=len(ended))
        if snapshot := Snapshot.objects.filter(pk=pk).defer("body", "gzip", "brotli", "asked").first():
            _renew(snapshot, ask)
    RefreshRound.objects.note(done=len(ended), total=len(ended))
    return Progress(len(ended), len(ended))


def _renew(snapshot: Snapshot, ask: Callable[[str, str, int], HttpResponseBase]) -> None:
    site = Site.objects.filter(pk=snapshot.site_id).first()
    if site is None or ask(snapshot.origin, snapshot.path, site.port).status_code != 503:
        same = Snapshot.objects.filter(pk=snapshot.pk, seen=snapshot.seen, made_at=snapshot.made_at)
        same.filter(lease__in=("", REFUSED)).delete()
