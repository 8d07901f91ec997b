"""The bulk action that asks Crossref and PubMed about the chosen references."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ..lookup.answer import LookUpError
from ..models import Reference
from ..services.check_status import check_status
from ..services.lookup_reference import verify_reference

# Nobody waits longer for a page; what is left is for the scheduled check.
LONGEST = 20.0


class CheckBulkAction(SnippetBulkAction):
    """Asks what has been published about the chosen references since, and compares each with the record found."""

    display_name = gettext_lazy("Check")
    action_type = "check"
    aria_label = gettext_lazy("Check the selected references at Crossref and PubMed")
    template_name = "citewell/pages/admin/check_references.html"
    action_priority = 15

    @classproperty
    def models(cls) -> list[type[Reference]]:  # noqa: N805 - classproperty hands over the class
        """Only references have a standing."""
        return [Reference]

    def check_perm(self, snippet: Reference) -> bool:
        """What is found is stored."""
        return bool(self.permission_policy.user_has_permission_for_instance(self.request.user, "change", snippet))

    def form_valid(self, form: Any) -> HttpResponse:
        """Check as many as the time allows.

        Wagtail would do this inside one transaction, which would lock the database for as long as others answer.
        """
        references, _without_access = self.get_actionable_objects()
        counts: Counter[str] = Counter()
        for check in check_status(references=_until(references, LONGEST), user=self.request.user):
            counts[check.outcome] += 1
            with suppress(LookUpError):
                counts["differing"] += not verify_reference(reference=check.reference).agrees
        counts["left"] = len(references) - sum(counts[outcome] for outcome in OUTCOMES)
        messages.success(self.request, describe(counts))
        return redirect(self.next_url)


OUTCOMES = ("ok", "corrected", "concern", "retracted", "not-listed", "no-identifier", "failed")


def describe(counts: Counter[str]) -> str:
    """Say what was found, by count, and what nobody was asked about."""
    checked = sum(counts[outcome] for outcome in OUTCOMES)
    start = ngettext("%(count)d reference was checked", "%(count)d references were checked", checked)
    sentences = {
        "retracted": _("%(count)d retracted"),
        "concern": _("%(count)d with an expression of concern"),
        "corrected": _("%(count)d corrected"),
        "ok": _("%(count)d without a notice"),
        "not-listed": _("%(count)d not listed, which says nothing"),
        "no-identifier": _("%(count)d without a DOI or PubMed id"),
        "failed": _("%(count)d could not be asked about"),
        "differing": _("%(count)d differ from the record found"),
        "left": _("%(count)d left for the scheduled check"),
    }
    found = [sentence % {"count": counts[key]} for key, sentence in sentences.items() if counts[key]]
    return f"{start % {'count': checked}}: {', '.join(found)}."


def _until(references: Iterable[Reference], seconds: float) -> Iterator[Reference]:
    deadline = time.monotonic() + seconds
    for reference in references:
        if time.monotonic() > deadline:
            return
        yield reference
