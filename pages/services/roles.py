"""The groups of those who write and review pages, and what they may do."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_noop
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Workflow, WorkflowTask

from ..models import ClinicalReviewTask, Condition, GradeScheme, Guideline, Person, Reference, SiteSettings
from ..models.base import Page

MARKETING_EDITORS = gettext_noop("Marketing editors")
CLINICAL_REVIEWERS = gettext_noop("Clinical reviewers")
CLINICAL_REVIEW = gettext_noop("Clinical review")

LIBRARY = (Reference, Guideline, Condition, GradeScheme, Person)


def setup_editor_roles() -> tuple[Group, Group]:
    """Make both groups, or give them back what they lack; nothing is taken away from them.

    Marketing editors write and publish pages, keep the library, and upload pictures and documents. Clinical reviewers
    change and publish pages and correct the library, but add and delete nothing. They approve what is submitted to
    the workflow "Clinical review", which is made as well. Neither group sees an enquiry.
    """
    editors, _created = Group.objects.get_or_create(name=MARKETING_EDITORS)
    _grant(editors, LIBRARY, ("view", "add", "change", "delete"))
    _grant(editors, [SiteSettings], ("change",))
    _grant_pages(editors, ("add", "change", "publish"))
    _grant_uploads(editors, ("add", "change", "choose"))
    reviewers, _created = Group.objects.get_or_create(name=CLINICAL_REVIEWERS)
    _grant(reviewers, LIBRARY, ("view", "change"))
    _grant_pages(reviewers, ("change", "publish"))
    _grant_uploads(reviewers, ("choose",))
    for group in (editors, reviewers):
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    _setup_workflow(reviewers)
    return editors, reviewers


def _setup_workflow(reviewers: Group) -> None:
    """Make the workflow with its task, where no workflow has such a task yet. It is assigned to no page."""
    task = ClinicalReviewTask.objects.order_by("pk").first()
    if task is None:
        task = ClinicalReviewTask.objects.create(name=CLINICAL_REVIEW)
        task.groups.add(reviewers)
    if not WorkflowTask.objects.filter(task__in=ClinicalReviewTask.objects.values("pk")).exists():
        WorkflowTask.objects.create(workflow=Workflow.objects.create(name=CLINICAL_REVIEW), task=task, sort_order=0)


def _find(model: type[models.Model], actions: Iterable[str]) -> list[Permission]:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]
    return list(Permission.objects.filter(content_type=content_type, codename__in=codenames))


def _grant(group: Group, granted: Iterable[type[models.Model]], actions: Iterable[str]) -> None:
    wanted = tuple(actions)
    group.permissions.add(*(permission for model in granted for permission in _find(model, wanted)))


def _grant_pages(group: Group, actions: Iterable[str]) -> None:
    for root in Page.get_root_nodes():
        for permission in _find(Page, actions):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_uploads(group: Group, actions: Iterable[str]) -> None:
    wanted = tuple(actions)
    for root in Collection.get_root_nodes():
        for model in (get_image_model(), get_document_model()):
            for permission in _find(model, wanted):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
