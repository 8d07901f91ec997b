"""Lists that are read in parts while pages come, go and move: nothing that stays is skipped, nothing comes twice.

In the order of the tree that holds until somebody moves a page.
"""

from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pages.models import ConditionIndexPage, ConditionPage

from ..factories import make_condition_page, make_index
from .asking import read

PUBLISHED = timezone.now()
CHANGES = ["nothing", "published", "published before", "unpublished", "deleted", "edited"]
MOVES = ["moved first", "moved last", "moved elsewhere", "another slug"]


def change(what, number, live):
    """Let something happen between two parts; `live` is what was there all along, and what goes leaves it."""
    page = ConditionPage.objects.get(title=live[number % len(live)]) if live else None
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
    elif what == "edited":
        page.save_revision().publish()
    elif what == "another slug":
        page.slug = f"other-{number}"
        page.save_revision().publish()
    elif what == "moved elsewhere":
        page.move(make_index(slug=f"index-{number}"), pos="last-child")
    else:
        siblings = page.get_siblings()
        target, side = (siblings.first(), "left") if what == "moved first" else (siblings.last(), "right")
        page.move(target, pos=side)


def read_in_parts(order, limit, changes, live):
    """Read the whole list, with something happening after each part; returns the ids in the order they came."""
    seen, cursor = [], ""
    for step in range(50):
        part = read(f"/pages?type=condition&order={order}&limit={limit}&cursor={cursor}")
        seen += [card["id"] for card in part["items"]]
        if not (cursor := part["next"]):
            break
        if step < len(changes):
            change(changes[step], step, live)
    return seen


class Reading(TestCase):
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(
        data=st.data(),
        order=st.sampled_from(["id", "tree", "-first_published_at"]),
        limit=st.integers(1, 4),
        moments=st.lists(st.integers(0, 2), min_size=1, max_size=7),
    )
    def test_nothing_is_skipped_and_nothing_comes_twice(self, data, order, limit, moments):
        possible = CHANGES if order == "tree" else CHANGES + MOVES
        changes = data.draw(st.lists(st.sampled_from(possible), max_size=8))
        index = make_index()
        for number, moment in enumerate(moments):
            when = PUBLISHED + timedelta(minutes=moment)
            make_condition_page(index=index, title=str(number), slug=f"p{number}", first_published_at=when)
        live = list(range(len(moments)))
        seen = read_in_parts(order, limit, changes, live)
        assert len(seen) == len(set(seen))
        assert set(ConditionPage.objects.filter(title__in=map(str, live)).values_list("pk", flat=True)) <= set(seen)
