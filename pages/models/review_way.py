"""Whether a required clinical review can be had at all: an active workflow that holds one, and somebody to do it."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.models import Workflow


class ReviewFault(TextChoices):
    """Why no page can get a clinical review."""

    NO_WORKFLOW = "workflow", _("no active workflow has a clinical review")
    NO_REVIEWER = "reviewer", _("nobody is in the groups that may approve")


class ReviewFaultPanel(HelpPanel):
    """Says in a form why no page can go live, and what to do; shown where that is so. Its object has `review_fault`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "citewell/pages/admin/review_fault.html"} | kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one form."""

        def is_shown(self) -> bool:
            """Whether a review is required that nobody can give."""
            return bool(super().is_shown() and self.instance.review_fault)


def find_review_workflow() -> Workflow | None:
    """Return the first active workflow that holds an active clinical review."""
    return Workflow.objects.active().filter(workflow_tasks__task__in=_tasks().values("pk")).order_by("pk").first()


def find_review_fault() -> ReviewFault | None:
    """Return why a required review cannot be had, None where it can."""
    workflow = find_review_workflow()
    if workflow is None:
        return ReviewFault.NO_WORKFLOW
    groups = _tasks().filter(workflow_tasks__workflow=workflow).values("groups")
    has_reviewer = get_user_model().objects.filter(is_active=True, groups__in=groups).exists()
    return None if has_reviewer else ReviewFault.NO_REVIEWER


def _tasks() -> Any:
    return apps.get_model("citewell_pages", "ClinicalReviewTask").objects.filter(active=True)
