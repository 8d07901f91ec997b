"""The app's registration; the label stays the same whatever folder it is installed in."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    """Registers the app under its fixed label, and with the outbox who sends its mails."""

    name = __name__.rpartition(".")[0]
    label = "citewell_contact"
    verbose_name = _("Enquiries")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers checks, handlers and the protection of the logs; a missing outbox is reported by a check."""
        from . import checks  # noqa: F401
        from .log_protection import protect_logs
        from .services import announcing, digesting, inviting, notifying

        post_migrate.connect(protect_logs, sender=self)

        try:
            outbox = apps.get_app_config("citewell_outbox")
        except LookupError:
            return
        register: Any = outbox.register_handler  # type: ignore[attr-defined]
        register(notifying.STAFF_NOTIFICATION, notifying.send_staff_notification, label=_("Notice to staff"))
        outbox.register_event(  # type: ignore[attr-defined]
            announcing.ENQUIRY_RECEIVED, announcing.tell_received, label=_("An enquiry came in")
        )
        register(notifying.ACKNOWLEDGEMENT, notifying.send_acknowledgement, label=_("Receipt to the visitor"))
        register(digesting.QUARANTINE_DIGEST, digesting.send_quarantine_digest, label=_("What is in quarantine"))
        register(notifying.MENTION, notifying.send_mention, label=_("Notice of a note"))
        register(inviting.CONSULTATION, inviting.send_consultation, label=_("Consultation, to the visitor"))
        register(inviting.REMINDER, inviting.send_reminder, label=_("Reminder to the visitor"))
        register(notifying.REPLY, notifying.send_reply_mail, label=_("Reply to the visitor"))

    def setup_roles(self) -> None:
        """Makes or repairs the groups of this app; `manage.py setup_roles` calls it for every app that has one."""
        from .services.roles import setup_enquiry_roles

        setup_enquiry_roles()
