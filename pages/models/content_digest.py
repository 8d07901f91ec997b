"""Who wants the weekly mail about what pages want."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentDigest(models.Model):
    """One user's choice; without a row it is no."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(
        _("Send me a mail once a week about the pages that want attention"),
        default=False,
        help_text=_("None is sent in a week in which all is well. It names the pages that you may edit."),
    )

    def __str__(self) -> str:
        return str(self.user)
