"""Where a review is required that nobody can give, the forms say so, and what to do."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.models import Site, Workflow

from pages.models import ClinicalReviewTask, SiteSettings
from pages.models.review_way import ReviewFault, find_review_fault
from pages.services.roles import CLINICAL_REVIEWERS, setup_editor_roles
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db
SENTENCE = "Nobody can publish a condition page now"


def make_reviewer(**fields):
    user = User.objects.create_user("rea", **fields)
    user.groups.add(Group.objects.get(name=CLINICAL_REVIEWERS))


def require_review(required=True):
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"requires_review": required})


def read_forms(client):
    """The form of the settings, and that of a condition page."""
    site = Site.objects.get()
    settings = reverse("wagtailsettings:edit", args=["citewell_pages", "sitesettings", site.pk])
    page = reverse("wagtailadmin_pages:edit", args=[make_condition_page().pk])
    return [client.get(address).content.decode() for address in (settings, page)]


def test_with_a_workflow_and_a_reviewer_nothing_is_wrong():
    setup_editor_roles()
    make_reviewer()
    assert find_review_fault() is None


@pytest.mark.parametrize("how", ["nothing", "workflow", "task"])
def test_without_an_active_workflow_there_is_no_way(how):
    if how != "nothing":
        setup_editor_roles()
        make_reviewer()
    if how == "workflow":
        Workflow.objects.get(name="Clinical review").deactivate()
    ClinicalReviewTask.objects.update(active=how != "task")
    assert find_review_fault() == ReviewFault.NO_WORKFLOW


@pytest.mark.parametrize("is_active", [None, False])
def test_without_somebody_who_may_approve_neither(is_active):
    setup_editor_roles()
    if is_active is not None:
        make_reviewer(is_active=is_active)
    assert find_review_fault() == ReviewFault.NO_REVIEWER


def test_both_forms_say_what_to_do(admin_client):
    require_review()
    for html in read_forms(admin_client):
        assert SENTENCE in html
        assert f'<a href="{reverse("wagtailadmin_workflows:index")}">Activate the workflow' in html


def test_both_forms_ask_for_a_reviewer(admin_client):
    setup_editor_roles()
    require_review()
    for html in read_forms(admin_client):
        assert f'<a href="{reverse("wagtailusers_users:index")}">Give a clinician' in html


@pytest.mark.parametrize("required", [True, False])
def test_where_nothing_is_wrong_they_say_nothing(admin_client, required):
    if required:
        setup_editor_roles()
        make_reviewer()
    require_review(required)
    assert not any(SENTENCE in html for html in read_forms(admin_client))
