"""Widgets of the admin that Wagtail has none for."""

from typing import Any

from django import forms
from django.apps import apps
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static


class ChosenReferences(forms.SelectMultiple):
    """Several references: those that are chosen, and a button that opens the library's chooser for one more."""

    template_name = "citewell/pages/admin/chosen_references.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the chosen references alone; the library may hold thousands."""
        # Not SelectMultiple's own, which makes an option of every reference.
        context = forms.Widget.get_context(self, name, value, attrs)
        references = apps.get_model("citewell_pages", "Reference").objects
        wanted = [int(str(pk)) for pk in value or () if str(pk).isascii() and str(pk).isdigit()]
        found = references.in_bulk(wanted) if wanted else {}
        context["widget"]["chosen"] = [found[pk] for pk in wanted if pk in found]
        context["widget"]["chooser_url"] = reverse_lazy("wagtailsnippetchoosers_citewell_pages_reference:choose")
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render with the project's templates; those of Django's form renderer are the installed apps' alone."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    @cached_property
    def media(self) -> forms.Media:
        """The script, after those of Wagtail's choosers."""
        scripts = ("wagtailadmin/js/modal-workflow.js", "wagtailadmin/js/chooser-modal.js")
        own = "citewell/pages/admin/chosen_references.js"
        styles: dict[str, Any] = {"all": [versioned_static("citewell/pages/admin/citation.css")]}
        return forms.Media(js=[versioned_static(script) for script in (*scripts, own)], css=styles)


class Suggested(forms.TextInput):
    """A line of text that suggests the codes of all grades, or the labels of all levels, each with its scheme."""

    template_name = "citewell/pages/admin/suggested.html"

    def __init__(self, model: str, name: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model, self.name = model, name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add `suggested`: [(what is written, what it means and in which scheme)]."""
        context = super().get_context(name, value, attrs)
        entries = apps.get_model("citewell_pages", self.model).objects.select_related("scheme")
        entries = entries.order_by("scheme__name", "sort_order")
        context["suggested"] = [(getattr(entry, self.name), f"{entry} ({entry.scheme})") for entry in entries]
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render with the project's templates; those of Django's form renderer are the installed apps' alone."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes in columns, in a box that scrolls when there are many."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "cw-checkboxes", **(attrs or {})}, choices)

    class Media:
        css = {"all": ["citewell/pages/admin/citation.css"]}


class SelectByScheme(forms.Select):
    """A grade or a level of certainty, under the name of its scheme: a letter means nothing without it."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        """Group the choices of the field by scheme, in one query."""
        choices: Any = self.choices
        queryset = choices.queryset.select_related("scheme").order_by("scheme__name", "sort_order")
        groups: dict[str, list[tuple[int, str]]] = {}
        for choice in queryset:
            groups.setdefault(str(choice.scheme), []).append((choice.pk, str(choice)))
        self.choices = [("", "–"), *groups.items()]
        return super().optgroups(name, value, attrs)
