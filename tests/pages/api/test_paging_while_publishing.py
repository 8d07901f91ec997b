"""Lists that are read in parts while pages come and go: nothing that stays is skipped, nothing comes twice."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pages.models import ConditionIndexPage, ConditionPage

from ..factories import make_condition_page, make_index
from .asking import read

PUBLISHED = timezone.now()
CHANGES = st.sampled_from(["nothing", "published", "published before", "unpublished", "deleted", "edited"])


def change(what, number, live):
    """Let something happen between two parts; `live` is what was there all along, and what goes leaves it."""
    page = ConditionPage.objects.get(slug=f"p{live[number % len(live)]}") if live else None
    fresh = {"index": ConditionIndexPage.objects.first(), "title": "new", "slug": f"new-{number}"}
    if what == "published":
        make_condition_page(**fresh, first_published_at=PUBLISHED + timedelta(hours=1 + number))
    elif what == "published before":
        make_condition_page(**fresh, first_published_at=PUBLISHED - timedelta(hours=1 + number))
    elif page is None or what == "nothing":
        return
    elif what == "unpublished":
        live.remove(int(page.title))
        page.unpublish()
    elif what == "deleted":
        live.remove(int(page.title))
        page.delete()
    else:
        page.save_revision().publish()


class Reading(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(
        order=st.sampled_from(["tree", "-first_published_at"]),
        limit=st.integers(1, 4),
        moments=st.lists(st.integers(0, 2), min_size=1, max_size=7),
        changes=st.lists(CHANGES, max_size=8),
    )
    def test_nothing_is_skipped_and_nothing_comes_twice(self, order, limit, moments, changes):
        index = make_index()
        for number, moment in enumerate(moments):
            when = PUBLISHED + timedelta(minutes=moment)
            make_condition_page(index=index, title=str(number), slug=f"p{number}", first_published_at=when)
        live, seen, cursor = list(range(len(moments))), [], ""
        for step in range(50):
            part = read(f"/pages?type=condition&order={order}&limit={limit}&cursor={cursor}")
            seen += [card["id"] for card in part["items"]]
            if not (cursor := part["next"]):
                break
            if step < len(changes):
                change(changes[step], step, live)
        assert len(seen) == len(set(seen))
        assert set(ConditionPage.objects.filter(title__in=map(str, live)).values_list("pk", flat=True)) <= set(seen)
