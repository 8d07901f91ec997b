"""The form of a page that cites: it reads the sources of all its chips at once, however many editors it has."""

from contextvars import ContextVar
from typing import Any
from weakref import ReferenceType, ref

from django.apps import apps
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm

from ..citations.markup import find_groups

# Weak and forgotten with the request, so that what one form has read is not shown in the next.
_shown: ContextVar["ReferenceType[CitablePageForm] | None"] = ContextVar("citewell_shown_form", default=None)


class CitablePageForm(WagtailAdminPageForm):
    """A page's form. Its rich texts are turned into editors one by one, and none of them knows of the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shown.set(ref(self))

    @cached_property
    def cited(self) -> dict[int, Any]:
        """The sources that the page cites, by id, in one query; read when the first editor asks."""
        texts = (getattr(place, "source", "") for place in self.instance.walk_content())
        ids = {mark.reference_id for text in texts for group in find_groups(text) for mark in group}
        found: dict[int, Any] = apps.get_model("citewell_pages", "Reference").objects.in_bulk(ids - {0})
        return found


def read_shown() -> dict[int, Any]:
    """Return the sources of the form that is being shown; empty where there is none."""
    form = _shown.get()
    shown = form() if form else None
    return shown.cited if shown is not None else {}


def forget_shown(**_signal: Any) -> None:
    """Forget the form that was shown; `PagesConfig.ready` has it called when a request ends."""
    _shown.set(None)
