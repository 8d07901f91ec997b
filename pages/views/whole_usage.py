"""Where a record of the library is used: what Wagtail's index knows, and what it leaves out."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import UsageView

from ..models import Reference
from ..models.base import Page
from ..models.usage import find_uses, read_page_uses


class WholeUsageView(UsageView):
    """Wagtail's list, and above it drafts, rows of guidelines, and pages that show the record through a guideline."""

    def get_template_names(self) -> list[str]:
        """Use our template: the viewset's own list has Wagtail's before it."""
        return ["citewell/pages/admin/whole_usage.html"]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `elsewhere`: [(how, object, its address in the admin)]."""
        context = super().get_context_data(*args, **kwargs)
        finder = AdminURLFinder(self.request.user)
        context["elsewhere"] = [(how, owner, finder.get_edit_url(owner)) for how, owner in self._elsewhere()]
        return context

    def _elsewhere(self) -> Iterator[tuple[str, Model]]:
        listed = {_key(owner) for owner, _found in ReferenceIndex.get_grouped_references_to(self.object)}
        for use in find_uses(self.object):
            if use.draft:
                yield _("in a draft, not yet published"), use.owner
            elif _key(use.owner) not in listed:
                yield _("in a list"), use.owner
        if isinstance(self.object, Reference):
            for page in read_page_uses(Page.objects.all()).get(self.object.pk, []):
                if _key(page) not in listed:
                    yield _("through a guideline that it shows"), page


def _key(owner: Model) -> tuple[type[Model], Any]:
    """What tells one object from another, a page as the page that it is whatever its type."""
    return Page if isinstance(owner, Page) else type(owner), owner.pk
