"""The bulk action that merges records of the same source."""

from typing import Any

from django import forms
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ..models import Reference
from ..models.usage import find_uses
from ..services.merge_references import merge_references


class MergeForm(forms.Form):
    """Which of the records stays."""

    keep = forms.ModelChoiceField(queryset=Reference.objects.all(), widget=forms.HiddenInput)


class MergeBulkAction(SnippetBulkAction):
    """Shows the chosen records side by side, asks which one stays, and merges the others into it."""

    display_name = _("Merge")
    action_type = "merge"
    aria_label = _("Merge the selected references")
    template_name = "citewell/pages/admin/merge_references.html"
    action_priority = 20
    form_class = MergeForm

    @classproperty
    def models(cls) -> list[type[Reference]]:  # noqa: N805 - classproperty hands over the class
        """Only references merge."""
        return [Reference]

    def check_perm(self, snippet: Reference) -> bool:
        """Merging changes one record and deletes the others."""
        return all(
            self.permission_policy.user_has_permission_for_instance(self.request.user, action, snippet)
            for action in ("change", "delete")
        )

    def get_form(self, form_class: type[MergeForm] | None = None) -> MergeForm:
        """Let only one of the chosen records stay."""
        form = super().get_form(form_class)
        chosen, _without_access = self.get_actionable_objects()
        form.fields["keep"].queryset = Reference.objects.filter(pk__in=[reference.pk for reference in chosen])
        return form

    def object_context(self, snippet: Reference) -> dict[str, Any]:
        """Add what helps to choose: the places that use the record."""
        return {**super().object_context(snippet), "uses": find_uses(snippet)}

    def get_execution_context(self) -> dict[str, Any]:
        """Hand the choice to the action."""
        return {"keep": self.cleaned_form.cleaned_data["keep"], "user": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: list[Reference], *, keep: Reference, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Merge every other record into `keep`; return how many went and how many uses moved."""
        others = [reference for reference in objects if reference.pk != keep.pk]
        return len(others), sum(merge_references(keep=keep, drop=other, user=user) for other in others)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say what was merged."""
        return ngettext(
            "%(count)d record was merged, and everything that used it now uses the one you kept.",
            "%(count)d records were merged, and everything that used them now uses the one you kept.",
            num_parent_objects,
        ) % {"count": num_parent_objects}
