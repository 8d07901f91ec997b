"""The task of the workflow "Clinical review": a clinician reads the page and approves it, or asks for changes."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState

from ..forms_approval import ApprovalForm
from .gated_page import GatedPage


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Only members of the task's groups approve, not even administrators beside them, and only what no gate stops."""

    # As Wagtail has them, but for the ways back: a host project may have a task of this name.
    task_ptr = models.OneToOneField(
        Task,
        on_delete=models.CASCADE,
        parent_link=True,
        auto_created=True,
        primary_key=True,
        serialize=False,
        related_name="%(app_label)s_%(class)s",
    )
    groups = models.ManyToManyField(
        Group,
        verbose_name=gettext_lazy("groups"),
        help_text=gettext_lazy("Whose members read the page and approve it."),
        related_name="+",
    )

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Members read the page in its editor."""
        return bool(self._user_in_groups(user))

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What waits for a review is not edited meanwhile, but by the reviewers."""
        return not self._user_in_groups(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Offer to send it back and, where no gate stops what was written last, to approve it."""
        if not self._user_in_groups(user):
            return []
        actions = [("reject", _("Request changes"), True)]
        draft = obj.get_latest_revision_as_object()
        if not (isinstance(draft, GatedPage) and draft.read_stops(reviewing=True)):
            actions.append(("approve", _("Approve"), True))
        return actions

    def get_form_for_action(self, action: str) -> type[Form]:
        """The form for approving may note a review of the whole page, too."""
        return ApprovalForm if action == "approve" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approve with what the form says; it is read again, for the editor's page sends it through the browser."""
        if action_name != "approve":
            return super().on_action(task_state, user, action_name, **kwargs)
        form = ApprovalForm(kwargs)
        if not form.is_valid():
            raise PermissionDenied
        config: Any = apps.get_app_config("citewell_pages")
        config.approve_page(task_state=task_state, user=user, **form.cleaned_data)
        return None

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """Return what waits for this user."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if self._user_in_groups(user) else waiting.none()

    @classmethod
    def get_description(cls) -> str:
        """Said where a task is chosen."""
        return _("Members of these groups read the page as a clinician and approve it. Nobody else can.")

    class Meta:
        verbose_name = gettext_lazy("clinical review")
        verbose_name_plural = gettext_lazy("clinical reviews")
