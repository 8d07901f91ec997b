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
            outbox: Any = apps.get_app_config("citewell_outbox")
        except LookupError:
            return
        mails = {
            notifying.STAFF_NOTIFICATION: (notifying.send_staff_notification, _("Notice to staff")),
            notifying.ACKNOWLEDGEMENT: (notifying.send_acknowledgement, _("Receipt to the visitor")),
            digesting.QUARANTINE_DIGEST: (digesting.send_quarantine_digest, _("What is in quarantine")),
            notifying.MENTION: (notifying.send_mention, _("Notice of a note")),
            inviting.CONSULTATION: (inviting.send_consultation, _("Consultation, to the visitor")),
            inviting.REMINDER: (inviting.send_reminder, _("Reminder to the visitor")),
            notifying.REPLY: (notifying.send_reply_mail, _("Reply to the visitor")),
        }
        for kind, (handler, label) in mails.items():
            outbox.register_handler(kind, handler, label=label, carrier="mail")
        outbox.register_event(announcing.ENQUIRY_RECEIVED, announcing.tell_received, label=_("An enquiry came in"))

    def setup_roles(self) -> None:
        """Makes or repairs the groups of this app; `manage.py setup_roles` calls it for every app that has one."""
        from .services.roles import setup_enquiry_roles

        setup_enquiry_roles()
