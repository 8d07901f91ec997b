import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from pages.services.roles import CLINICAL_REVIEWERS, MARKETING_EDITORS, setup_editor_roles

from ..factories import make_condition_page, make_index, make_reference

pytestmark = pytest.mark.django_db


def make_member(group, **overrides):
    user = User.objects.create_user(**{"username": "mia", "password": "x"} | overrides)
    user.groups.add(Group.objects.get(name=group))
    return user


def test_marketing_editors_write_and_publish_pages():
    setup_editor_roles()
    page = make_condition_page()
    may = page.permissions_for_user(make_member(MARKETING_EDITORS))
    assert may.can_edit()
    assert may.can_publish()
    assert page.get_parent().permissions_for_user(make_member(MARKETING_EDITORS, username="max")).can_add_subpage()


def test_clinical_reviewers_change_pages_and_add_none():
    setup_editor_roles()
    index = make_index()
    may = index.permissions_for_user(make_member(CLINICAL_REVIEWERS))
    assert may.can_edit()
    assert may.can_publish()
    assert not may.can_add_subpage()


@pytest.mark.parametrize(("group", "adds"), [(MARKETING_EDITORS, 200), (CLINICAL_REVIEWERS, 302)])
def test_only_editors_add_to_the_library(client, group, adds):
    setup_editor_roles()
    make_reference()
    client.force_login(make_member(group))
    assert client.get(reverse("citewell_references:list")).status_code == 200
    assert client.get(reverse("citewell_references:add")).status_code == adds


@pytest.mark.parametrize("group", [MARKETING_EDITORS, CLINICAL_REVIEWERS])
def test_neither_group_sees_an_enquiry(group):
    setup_editor_roles()
    user = make_member(group)
    assert not [name for name in user.get_all_permissions() if name.startswith(("citewell_contact", "citewell_outbox"))]


def test_the_command_sets_them_up_and_repairs_them(capsys):
    call_command("setup_roles")
    group = Group.objects.get(name=MARKETING_EDITORS)
    before = group.permissions.count()
    group.permissions.clear()
    call_command("setup_roles")
    assert group.permissions.count() == before
    assert group.page_permissions.count() == 3 * Page.get_root_nodes().count()
