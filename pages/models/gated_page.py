"""Pages that go live only as the site's settings allow: after a clinical review, and with no gate in the way.

Nobody publishes alone where a review is required: what is offered is submitting to the workflow. Once the reviewer has
approved a revision, that revision may go live.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.models import PagePermissionTester, TaskState, Workflow

from .gates import Finding, Gate, read_findings
from .site_settings import SiteSettings


class StoppedByGate(PublishPagePermissionError):
    """A page cannot be published, because of `findings`."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        sentences = " ".join(f"{finding.gate.label}: {finding.sentence}" for finding in findings)
        super().__init__(_("This page cannot be published yet. %(why)s") % {"why": sentences})


class GatedPermissionTester(PagePermissionTester):
    """Offers publishing to nobody where a clinical review is required; all that is not publishing stays as it was."""

    def can_publish(self) -> bool:
        """Whether the user may publish on their own."""
        return self.could_publish() and not self.page.requires_review

    def could_publish(self) -> bool:
        """Whether the user may publish, were no review required: they may note reviews, restrict and unschedule."""
        return bool(super().can_publish())

    def can_set_view_restrictions(self) -> bool:
        """As Wagtail decides it."""
        return self.could_publish()

    def can_unschedule(self) -> bool:
        """As Wagtail decides it."""
        return self.could_publish()


class GatedParentPermissionTester(PagePermissionTester):
    """Offers nobody to create and publish in one go, or to copy as live, where a clinical review is required."""

    def can_publish_subpage(self) -> bool:
        """Whether the user may make a page below this one that is live at once."""
        return bool(super().can_publish_subpage()) and not find_settings(self.page).requires_review


class PublishGatedPageAction(PublishPageRevisionAction):
    """Publishes a revision that its reviewers approved, or that no gate stops, for a user who may.

    Only what a user starts is looked at: what is scheduled passed when it was scheduled.
    """

    def check(self, skip_permission_checks: bool = False) -> None:
        """Raise PublishPagePermissionError where the user may not, StoppedByGate where a gate stops the page."""
        if skip_permission_checks or not self.user or not isinstance(self.object, GatedPage):
            super().check(skip_permission_checks)
            return
        is_approved = self.object.may_publish_approved(self.revision, self.user)
        if not is_approved:
            super().check()
        if findings := self.object.read_stops(reviewing=is_approved):
            raise StoppedByGate(findings)


class GatedPage(models.Model):
    """A page whose publishing is guarded. It has the fields and the content that `gates` reads."""

    walk_content: ClassVar[Any]

    @property
    def requires_review(self) -> bool:
        """Whether a clinical reviewer has to approve the page before it goes live."""
        return find_settings(self).requires_review

    def read_stops(self, *, reviewing: bool = False) -> list[Finding]:
        """Return what keeps the page, as it is in memory, from being published.

        A review that is overdue is in nobody's way while a clinician reads the page.
        """
        found = read_findings(self, find_settings(self))
        return [finding for finding in found if finding.stops and not (reviewing and finding.gate == Gate.OVERDUE)]

    def may_publish_approved(self, revision: Any, user: Any) -> bool:
        """Tell whether a clinical reviewer approved this revision, and it was this user or they may publish pages."""
        task_ids = apps.get_model("citewell_pages", "ClinicalReviewTask").objects.values("pk")
        approvals = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED, task__in=task_ids)
        if self.permissions_for_user(user).could_publish():
            return approvals.exists()
        return approvals.filter(finished_by=user).exists()

    def permissions_for_user(self, user: Any) -> GatedPermissionTester:
        """Say what the user may do; see GatedPermissionTester."""
        return GatedPermissionTester(user, self)

    @property
    def has_workflow(self) -> bool:
        """Whether the page can be submitted."""
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """Return the workflow that holds a clinical review where one is required, else the one that Wagtail finds."""
        if not self.requires_review:
            return super().get_workflow()  # type: ignore[misc]
        task_ids = apps.get_model("citewell_pages", "ClinicalReviewTask").objects.filter(active=True).values("pk")
        return Workflow.objects.active().filter(workflow_tasks__task__in=task_ids).order_by("pk").first()

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> Any:
        """Publish a revision as Wagtail does, behind the gates."""
        action = PublishGatedPageAction(
            revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )
        return action.execute(skip_permission_checks=skip_permission_checks)

    class Meta:
        abstract = True


def find_settings(page: Any) -> SiteSettings:
    """Return the settings of the site that the page stands in; the defaults where it stands in none."""
    site = page.get_site() if page.path else None
    return SiteSettings.for_site(site) if site else SiteSettings()
