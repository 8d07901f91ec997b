"""The app's registration; the label stays the same whatever folder it is installed in."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.signals import request_finished
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Registers the app under its fixed label."""

    name = __name__.rpartition(".")[0]
    label = "citewell_pages"
    verbose_name = _("Content and evidence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the library indexed and its states kept, and let nothing that the editor read outlive its request.

        Wagtail indexes a snippet from when its admin is loaded, which commands and workers never do.
        """
        from wagtail.models import ReferenceIndex

        from .receivers import connect_receivers
        from .record_keeping import pause_recording, start_recording
        from .rich_text.page_form import forget_shown
        from .snapshots.noting import pause_noting, start_noting

        for name in ("Guideline", "GradeScheme", "Person"):
            ReferenceIndex.register_model(self.get_model(name))
        pre_migrate.connect(pause_recording, sender=self)
        post_migrate.connect(start_recording, sender=self)
        pre_migrate.connect(pause_noting, sender=self)
        post_migrate.connect(start_noting, sender=self)
        connect_receivers()
        self._register_events()
        request_finished.connect(forget_shown, dispatch_uid="citewell_pages.forget_shown")

    def _register_events(self) -> None:
        """Say with the outbox, where there is one, what its webhooks can tell of content and who clears caches."""
        from .models.content_change import Event
        from .services import send_digest, telling

        try:
            outbox: Any = apps.get_app_config("citewell_outbox")
        except LookupError:
            return
        for event in Event:
            outbox.register_event(event.value, telling.describe_change, label=event.label)
        outbox.register_handler(telling.PURGE, telling.purge_change, label=_("Clearing caches"))
        outbox.register_handler(
            send_digest.CONTENT_DIGEST, send_digest.send_digest, label=_("Pages that want attention"), carrier="mail"
        )

    def setup_roles(self) -> None:
        """Make or repair the groups of this app; `manage.py setup_roles` calls it for every app that has one."""
        from .services.roles import setup_editor_roles

        setup_editor_roles()

    def approve_page(self, **approval: Any) -> None:
        """Approve a page as its clinical reviewer; the task of the workflow, a model, calls it."""
        from .services.approve_page import approve_page

        approve_page(**approval)
