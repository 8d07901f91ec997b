"""Pages that go live only as the site's settings allow: after a clinical review, and with no gate in the way.

Nobody publishes alone where a review is required: what is offered is submitting to the workflow. Once the reviewer has
approved a revision, that revision may go live.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction, CopyPagePermissionError
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.models import PagePermissionTester, TaskState, Workflow

from .base import Page
from .gates import Finding, Gate, read_findings
from .review_way import ReviewFault, find_review_fault, find_review_workflow
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


class CopyStopped(CopyPagePermissionError):
    """A page cannot be copied as live, because of `stops`: pages, each with what stops it."""

    def __init__(self, stops: "Sequence[CopyStop]") -> None:
        self.stops = stops
        sentences = " ".join(f"{stop.page}: {stop.why}" for stop in stops)
        super().__init__(_("This cannot be copied as live. %(why)s") % {"why": sentences})


class CopyGatedPageAction(CopyPageAction):
    """Copies pages, and as live only those that might be published where the copy stands."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Raise CopyPagePermissionError where the user may not, CopyStopped where a page among them is gated."""
        super().check(skip_permission_checks)
        if skip_permission_checks or not self.user or not self.keep_live:
            return
        if stops := read_copy_stops(self.page, self.to or self.page.get_parent(), recursive=self.recursive):
            raise CopyStopped(stops)


@dataclass(frozen=True)
class CopyStop:
    """Why a copy of a page may not go live: what gates found, or that a clinical review comes first."""

    page: Any
    findings: Sequence[Finding]
    needs_review: bool = False

    @property
    def why(self) -> str:
        """The reasons in words."""
        first = [_("A clinical review comes first.")] if self.needs_review else []
        return " ".join([*first, *(f"{finding.gate.label}: {finding.sentence}" for finding in self.findings)])


def read_copy_stops(page: Any, to: Any, *, recursive: bool = False, alias: bool = False) -> list[CopyStop]:
    """Return what keeps the copy of a page, and of all below it, from being live below `to`, whose site decides.

    An alias shows what its original does, approved or not, so it needs no review of its own.
    """
    settings = find_settings(to)
    needs_review = settings.requires_review and not alias
    copied = page.get_descendants(inclusive=True) if recursive else Page.objects.filter(pk=page.pk)
    found = []
    for one in copied.live().order_by("path").specific():
        if isinstance(one, GatedPage):
            findings = [finding for finding in read_findings(one, settings) if finding.stops]
            if findings or needs_review:
                found.append(CopyStop(one, findings, needs_review))
    return found


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
        return find_review_workflow()

    @property
    def review_fault(self) -> ReviewFault | None:
        """Why the page cannot go live whatever is done: a review is required that nobody can give."""
        return find_review_fault() if self.requires_review else None

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
