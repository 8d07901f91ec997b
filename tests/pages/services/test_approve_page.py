"""A clinical reviewer approves what was submitted, and may note that they read all of it."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from wagtail.models import Site

from pages.models import ConditionPage, Person, ReviewEvent, SiteSettings
from pages.services.roles import CLINICAL_REVIEWERS, setup_editor_roles
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db

NEXT = date(2099, 1, 2)
APPROVAL = {"comment": "", "is_review": True, "note": "Read.", "next_review": NEXT.isoformat(), "reviewer": ""}


@pytest.fixture
def reviewer():
    """A clinical reviewer; a review is required."""
    setup_editor_roles()
    SiteSettings.objects.create(site=Site.objects.get(), requires_review=True)
    user = User.objects.create_user("rita")
    user.groups.add(Group.objects.get(name=CLINICAL_REVIEWERS))
    return user


def submit(**fields):
    """A live page whose draft differs and waits for its review."""
    page = make_condition_page(summary="As it is live", **fields)
    page.summary = "As it will be"
    page.save_revision()
    page.get_workflow().start(page, User.objects.create_superuser("mia"))
    return ConditionPage.objects.get(pk=page.pk)


def approve(page, user, **overrides):
    """Approve as the workflow's views do."""
    task_state = page.current_workflow_task_state
    task_state.task.specific.on_action(task_state, user, "approve", **APPROVAL | overrides)
    page.refresh_from_db()


def test_the_page_goes_live_with_the_dates_of_its_review(reviewer):
    page = submit()
    approve(page, reviewer)
    assert (page.summary, page.last_reviewed, page.next_review) == ("As it will be", timezone.localdate(), NEXT)
    event = ReviewEvent.objects.get(page=page.pk)
    assert (event.note, event.user) == ("Read.", reviewer)
    assert not page.has_unpublished_changes


def test_without_a_review_the_dates_stay(reviewer):
    page = submit(last_reviewed=date(2025, 1, 1), next_review=date(2026, 1, 1))
    approve(page, reviewer, is_review=False, note="")
    assert (page.summary, page.last_reviewed) == ("As it will be", date(2025, 1, 1))
    assert not ReviewEvent.objects.exists()


def test_the_named_reviewer_stays_unless_another_is_named(reviewer):
    first, second = Person.objects.create(name="Mara"), Person.objects.create(name="Nils")
    page = submit(reviewer=first)
    approve(page, reviewer)
    assert page.reviewer == first
    page.save_revision()
    page.get_workflow().start(page, None)
    approve(ConditionPage.objects.get(pk=page.pk), reviewer, reviewer=str(second.pk))
    page.refresh_from_db()
    assert page.reviewer == second


def test_only_the_group_approves(reviewer):
    page, admin = submit(), User.objects.get(username="mia")
    task = page.current_workflow_task
    assert task.get_actions(page, admin) == []
    assert [name for name, _label, _modal in task.get_actions(page, reviewer)] == ["reject", "approve"]


def test_a_stop_is_sent_back_but_not_approved(reviewer):
    page = submit()
    SiteSettings.objects.update(gate_off_label="stop")
    assert [name for name, _label, _modal in page.current_workflow_task.get_actions(page, reviewer)] == ["reject"]


def test_an_overdue_review_does_not_stop_its_own_cure(reviewer):
    page = submit(next_review=date(2026, 1, 1))
    SiteSettings.objects.update(gate_overdue="stop")
    assert len(page.current_workflow_task.get_actions(page, reviewer)) == 2
    approve(page, reviewer)
    assert page.next_review == NEXT


@pytest.mark.parametrize("wrong", [{"note": " "}, {"next_review": "2020-01-01"}, {"reviewer": "999"}])
def test_a_review_that_cannot_be_is_refused(reviewer, wrong):
    page = submit()
    form = page.current_workflow_task.get_form_for_action("approve")(APPROVAL | wrong)
    assert list(form.errors) == list(wrong)
