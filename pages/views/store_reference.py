"""Adding and editing a reference in the library: Wagtail's views, with the library's service as what saves."""

from typing import Any

from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, EditView

from ..models import Reference
from .without_autosave import WithoutAutosave


class StoredByService(WithoutAutosave):
    """Saves through the service; what it refuses is shown beside the fields."""

    log_action = ""

    def form_valid(self, form: Any) -> Any:
        """Store the reference, or show the form with what stands against it."""
        if form.store(user=self.request.user) is None:  # type: ignore[attr-defined]
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]
        return super().form_valid(form)  # type: ignore[misc]

    def save_instance(self) -> Any:
        """Return what the service stored, and note it in the history."""
        reference = self.form.instance  # type: ignore[attr-defined]
        self.new_revision = reference.latest_revision
        log(
            instance=reference,
            action=self.log_action,
            user=self.request.user,  # type: ignore[attr-defined]
            revision=self.new_revision,
            content_changed=self.form.has_changed(),  # type: ignore[attr-defined]
        )
        return reference


class CreateReferenceView(StoredByService, CreateView):
    """A new reference."""

    log_action = "wagtail.create"


class EditReferenceView(StoredByService, EditView):
    """A reference that is there."""

    log_action = "wagtail.edit"


class RevertReferenceView(RevisionsRevertMixin, EditReferenceView):
    """An earlier state of a reference, to be saved again."""

    view_name = "revisions_revert"
    log_action = "wagtail.revert"
    # Wagtail's own would save what the service has saved already.
    save_instance = StoredByService.save_instance

    def get_object(self, *args: Any, **kwargs: Any) -> Reference:
        """Return the reference as it was, with what has become known of it since: no revision holds a later notice."""
        earlier: Reference = super().get_object(*args, **kwargs)
        present = Reference.objects.get(pk=earlier.pk)
        for name in ("status", "status_source", "checked_at"):
            setattr(earlier, name, getattr(present, name))
        return earlier
