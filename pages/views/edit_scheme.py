"""Editing a grading scheme in the admin: a grade or a level that is in use is not taken away, and it is said where."""

from typing import Any

from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from ..grading.pairs import strange_levels
from ..models.usage import find_part_uses
from .refuse_deletion import describe_places
from .without_autosave import CreateLiveView, EditLiveView

PARTS = ("grades", "certainties")
WORDS = {"grades": "code", "certainties": "label"}


class KnownLevels:
    """Refuses a grade that is to be given only at levels that the scheme does not have: each pair would be odd."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form, with an error at each such grade."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if form.is_bound and form.is_valid():
            levels = [part.cleaned_data["label"] for part in _kept(form, "certainties")]
            for part in _kept(form, "grades"):
                if strange := strange_levels(part.cleaned_data.get("only_with", ""), levels):
                    named = {"strange": ", ".join(strange), "levels": ", ".join(levels) or "–"}
                    part.add_error("only_with", _("No level of this scheme: %(strange)s. It has: %(levels)s.") % named)
                    form.add_error(None, _("A grade names a level of certainty that the scheme does not have."))
        return form


def _kept(form: Any, name: str) -> list[Any]:
    formset = form.formsets[name]
    return [part for part in formset.forms if part not in formset.deleted_forms and part.cleaned_data]


class CreateSchemeView(KnownLevels, CreateLiveView):
    """Wagtail's form of a new scheme."""


class EditSchemeView(KnownLevels, EditLiveView):
    """Wagtail's form of a scheme, which keeps what rows of guidelines and pages use."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form; a part in use that was taken away is there again, with an error that says so."""
        form = super().get_form(*args, **kwargs)
        if not form.is_bound or not form.is_valid() or not (taken := self._taken_away(form)):
            return form
        put_back = self.request.POST.copy()
        for prefix, _part, _uses in taken:
            put_back.pop(f"{prefix}-DELETE", None)
        form = self.get_form_class()(**{**self.get_form_kwargs(), "data": put_back})
        form.full_clean()
        form.add_error(None, _("What is used cannot be taken away. It is there again; nothing was saved."))
        self._say("in_use.html", taken)
        return form

    def form_valid(self, form: Any) -> Any:
        """Save, and say which pages still have the old word of a grade or a level that was given another."""
        renamed = list(self._renamed(form))
        response = super().form_valid(form)
        if renamed:
            self._say("renamed_part.html", renamed, warning=True)
        return response

    def _taken_away(self, form: Any) -> list[tuple[str, Any, Any]]:
        """What is in use of what was taken away: (prefix of its form, part, uses)."""
        found = []
        for name in PARTS:
            for part_form in form.formsets[name].deleted_forms:
                if part_form.instance.pk and (uses := find_part_uses(part_form.instance)):
                    found.append((part_form.prefix, self._stored(name, part_form), uses))
        return found

    def _renamed(self, form: Any) -> Any:
        """Yield what pages name by a word that is not its own any more; rows of guidelines follow by themselves."""
        for name in PARTS:
            for part_form in form.formsets[name].initial_forms:
                if WORDS[name] in part_form.changed_data and part_form not in form.formsets[name].deleted_forms:
                    stored = self._stored(name, part_form)
                    uses = [use for use in find_part_uses(stored) if hasattr(use.owner, "citable_fields")]
                    if uses:
                        yield part_form.prefix, stored, uses

    def _stored(self, name: str, part_form: BaseForm) -> Any:
        return self._parts[name][part_form.instance.pk]  # type: ignore[attr-defined]

    @cached_property
    def _parts(self) -> dict[str, dict[int, Any]]:
        """The parts as they are stored; those of the form have what was typed."""
        scheme = type(self.object).objects.get(pk=self.object.pk)
        return {name: {part.pk: part for part in getattr(scheme, name).all()} for name in PARTS}

    def _say(self, template: str, found: Any, *, warning: bool = False) -> None:
        used = [{"part": part, "places": describe_places(uses, self.request.user)} for _prefix, part, uses in found]
        sentence = render_to_string(f"citewell/pages/admin/{template}", {"used": used})
        (messages.warning if warning else messages.error)(self.request, sentence)
