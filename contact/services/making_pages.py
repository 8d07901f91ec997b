"""Where contact pages come from: the admin, whose form asks who is to be told of enquiries."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.actions.create import CreatePermissionError
from wagtail.actions.create_page import CreatePageAction


class MakeContactPageAction(CreatePageAction):
    """Refuses to make a contact page through Wagtail's API: it would take enquiries of which nobody hears."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Raises CreatePermissionError."""
        raise CreatePermissionError(_("A contact page is made in the admin, where it gets its addresses."))
