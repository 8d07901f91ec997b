"""The app's registration; the label stays the same whatever folder it is installed in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Registers the app under its fixed label."""

    name = __name__.rpartition(".")[0]
    label = "citewell_outbox"
    verbose_name = _("Outbox")
    default_auto_field = "django.db.models.BigAutoField"
