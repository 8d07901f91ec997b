"""Where a record of the library is used: what is stored, and the drafts that are not published yet."""

from typing import Any

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.views.snippets import UsageView

from ..models.usage import find_uses


class UsageWithDraftsView(UsageView):
    """Wagtail's list, with the drafts that use the record above it."""

    def get_template_names(self) -> list[str]:
        """Use our template: the viewset's own list has Wagtail's before it."""
        return ["citewell/pages/admin/usage_with_drafts.html"]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `drafts`, each with its address in the admin."""
        context = super().get_context_data(*args, **kwargs)
        finder = AdminURLFinder(self.request.user)
        drafts = [use.owner for use in find_uses(self.object) if use.draft]
        context["drafts"] = [(page, finder.get_edit_url(page)) for page in drafts]
        return context
