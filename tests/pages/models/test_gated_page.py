"""Who may publish a condition page: nobody alone where a review is required, nobody at all where a gate stops it."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from wagtail.actions import action_registry
from wagtail.models import Page, Site, Workflow

from pages.models import SiteSettings
from pages.models.gated_page import StoppedByGate
from pages.services.roles import CLINICAL_REVIEWERS, MARKETING_EDITORS, setup_editor_roles
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db

EVERY_DOOR = ["publish", "set_view_restrictions", "unschedule", "unpublish", "edit"]


def make_settings(**fields):
    """The settings of the default site."""
    return SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults=fields)


def make_user(group, name="mia"):
    """A member of one of the groups, or an administrator."""
    if not group:
        return User.objects.create_superuser(name)
    setup_editor_roles()
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.parametrize("group", [None, MARKETING_EDITORS, CLINICAL_REVIEWERS])
def test_nobody_publishes_alone_where_a_review_is_required(group):
    page, user = make_condition_page(), make_user(group)
    assert all(getattr(page.permissions_for_user(user), f"can_{door}")() for door in EVERY_DOOR)
    make_settings(requires_review=True)
    may = page.permissions_for_user(user)
    assert [door for door in EVERY_DOOR if not getattr(may, f"can_{door}")()] == ["publish"]


def test_nor_creates_and_publishes():
    index, user = make_condition_page().get_parent(), make_user(None)
    assert index.permissions_for_user(user).can_publish_subpage()
    make_settings(requires_review=True)
    may = index.permissions_for_user(user)
    assert not may.can_publish_subpage()
    assert may.can_publish()
    assert may.can_reorder_children()


def test_it_is_submitted_to_the_clinical_review_only_where_one_is_required():
    setup_editor_roles()
    page, workflow = make_condition_page(), Workflow.objects.get(name="Clinical review")
    assert page.get_workflow() != workflow
    make_settings(requires_review=True)
    assert page.get_workflow() == workflow
    workflow.deactivate()
    assert not page.has_workflow


@pytest.mark.parametrize("door", ["page", "registry"])
def test_a_stop_refuses_a_user(door):
    make_settings(gate_off_label="stop")
    page, user = make_condition_page(live=False), make_user(None)
    revision = page.save_revision()
    action = action_registry.get_action_class(Page, "publish")(revision, user=user)
    with pytest.raises(StoppedByGate, match="Off-label notice missing"):
        action.execute() if door == "registry" else revision.publish(user=user)
    page.refresh_from_db()
    assert not page.live


def test_a_warning_does_not():
    page = make_condition_page(live=False)
    page.save_revision().publish(user=make_user(None))
    page.refresh_from_db()
    assert page.live


def test_what_was_scheduled_is_not_looked_at_again():
    make_settings(gate_off_label="stop", requires_review=True)
    page = make_condition_page(live=False)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_another_workflow_does_not_make_a_page_live():
    make_settings(requires_review=True)
    page = make_condition_page(live=False)
    with pytest.raises(PermissionDenied):
        page.save_revision().publish(user=make_user(None))
