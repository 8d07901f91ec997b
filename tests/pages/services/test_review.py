"""A review moves the dates, of what is live and of the draft; nothing else does, and nothing else goes live with it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pages.models import ConditionPage, Person, ReviewEvent
from pages.services.review import mark_reviewed
from tests.pages.factories import let_its_hour_come, make_condition_page

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2026, 11, 2), date(2027, 11, 2)


def review(page, **overrides):
    """Note a review of a page."""
    values = {"reviewed_on": DAY, "next_review": NEXT, "reviewer": None, "note": "Read against all sources."}
    return mark_reviewed(page=page, **values | overrides)


def test_dates_and_reviewer_of_the_live_page_move_and_an_event_is_kept():
    page, person = make_condition_page(), Person.objects.create(name="Mara Lind")
    event = review(page, reviewer=person)
    page.refresh_from_db()
    assert (page.last_reviewed, page.next_review, page.reviewer) == (DAY, NEXT, person)
    assert list(ReviewEvent.objects.filter(page=page.pk)) == [event]


def test_a_draft_takes_the_dates_over_and_stays_a_draft():
    page = make_condition_page(summary="As it is live")
    page.summary = "As it will be"
    page.save_revision()
    review(page)
    live = ConditionPage.objects.get(pk=page.pk)
    draft = live.get_latest_revision_as_object()
    assert (live.summary, live.last_reviewed, live.has_unpublished_changes) == ("As it is live", DAY, True)
    assert (draft.summary, draft.last_reviewed) == ("As it will be", DAY)


def test_a_page_that_was_never_live_stays_so():
    page = make_condition_page(live=False)
    review(page)
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().last_reviewed == DAY


@pytest.mark.parametrize(
    ("overrides", "field"),
    [
        ({"reviewed_on": timezone.localdate() + timedelta(days=1)}, "reviewed_on"),
        ({"next_review": DAY}, "next_review"),
        ({"note": " "}, "note"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(overrides, field):
    page = make_condition_page()
    with pytest.raises(ValidationError) as refusal:
        review(page, **overrides)
    assert list(refusal.value.message_dict) == [field]
    assert not ReviewEvent.objects.exists()


def test_what_goes_live_later_brings_no_older_dates_back():
    page, person = make_condition_page(), Person.objects.create(name="Mara Lind")
    page.save_revision().publish()
    page.summary, page.go_live_at = "As it will be", timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    review(page, reviewer=person)
    let_its_hour_come(page)
    page.refresh_from_db()
    assert (page.summary, page.last_reviewed, page.next_review, page.reviewer) == ("As it will be", DAY, NEXT, person)


def test_an_alias_shows_the_dates_of_a_page_with_a_draft():
    page = make_condition_page()
    alias = page.create_alias(update_slug="also", parent=page.get_parent())
    page.save_revision()
    page.has_unpublished_changes = True
    page.save()
    review(page)
    alias.refresh_from_db()
    assert alias.last_reviewed == DAY


def test_nobody_has_reviewed_a_copy():
    page = make_condition_page(slug="source")
    page.save_revision().publish()
    review(page, reviewer=Person.objects.create(name="Mara Lind"))
    page.refresh_from_db()
    copied = page.copy(update_attrs={"slug": "copied", "title": "Another"})
    draft = copied.get_latest_revision_as_object()
    for each in (copied, draft):
        assert (each.last_reviewed, each.next_review, each.reviewer) == (None, None, None)
    page.refresh_from_db()
    assert page.last_reviewed == DAY
