"""Editing what live pages show: it is saved when somebody says so, never while they type."""

from typing import Any

from wagtail.snippets.views import snippets


class WithoutAutosave:
    """Turns Wagtail's autosave off. These models have no drafts: half a sentence would stand on every page at once."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        """Set the view up as Wagtail does, without autosave."""
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


class CreateLiveView(WithoutAutosave, snippets.CreateView):
    """A new object."""


class EditLiveView(WithoutAutosave, snippets.EditView):
    """An object that is there."""
