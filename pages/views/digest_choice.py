"""The choice of the weekly mail, among the notifications in a user's account."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.permissions import page_permission_policy

from ..forms_digest import ContentDigestForm
from ..models import ContentDigest


class ContentDigestPanel(BaseSettingsPanel):
    """Shown to those who may touch a page."""

    name = "citewell_content_digest"
    title = _("Pages that want attention")
    tab = notifications_tab
    order = 200
    form_class = ContentDigestForm

    def is_active(self) -> bool:
        """Whether the user may edit or publish any page."""
        return bool(page_permission_policy.user_has_any_permission(self.user, {"change", "publish"}))

    def get_form(self) -> Any:
        """The form for the user's own choice; it is stored once they make one."""
        choice = ContentDigest.objects.filter(user=self.user).first() or ContentDigest(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=choice, prefix=self.name)
