"""The grid of a guideline's rows in the admin: the page, and what its script asks the server while somebody types.

The rules are those of a spreadsheet that is brought in (`services.import_rows`); here they are only put in its words.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Condition, Guideline, Recommendation, Reference
from ..models.guideline_rows import count_names, name_condition, name_reference, read_rows
from ..rows.columns import COLUMNS, NAMES, Column
from ..rows.grid import read_sent
from ..rows.sheet import Sheet, SheetRow, UnreadableSheet
from ..services.find_values import LISTS
from ..services.import_rows import EDIT_ROWS_ACTION, RowsPlan, import_rows, name_state, plan_rows
from .guideline_rows import OfGuideline, in_words

MOST_SUGGESTED = 10
LONGEST_QUESTION = 100
CHOICES = ("grade", "certainty_from", "certainty_to", "direction")
# What the script says; %s stands for a number, or for what a cell has.
WORDS = {
    "row": _("row"),
    "rows": _("Rows: %s"),
    "wrong": _("Wrong cells: %s"),
    "odd": _("Unusual grades: %s"),
    "clashes": _("Changed by both: %s"),
    "unsaved": _("Not saved yet"),
    "keep": _("If the guideline says so, keep it and note why."),
    "kept": _("Kept, with its note."),
    "theirs": _("Somebody else wrote here: %s"),
    "gone": _("Somebody else has removed this row; saving adds it anew."),
    "saving": _("Saving…"),
    "merged": _("Their changes are in the grid now. In %s rows you both changed a cell: look at it and save again."),
    "mergedCleanly": _("Their changes are in the grid now, beside yours: look at them and save again."),
    "offline": _("It could not be saved; nothing that you typed is lost. Are you still signed in? Try again."),
}
LONG = ("plain_wording", "statement", "pair_note")


@method_decorator(never_cache, name="dispatch")
class EditRowsView(OfGuideline, WagtailAdminTemplateMixin, TemplateView):
    """Shows the grid; POST saves all of it or nothing and answers in JSON."""

    template_name = "citewell/pages/admin/edit_rows.html"
    page_title = _("Edit rows")
    header_icon = "table"

    def get_page_subtitle(self) -> str:
        """Name the guideline."""
        return str(self.guideline)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.list_url_name), "label": Guideline._meta.verbose_name_plural},
            {"url": self.url(self.edit_url_name), "label": str(self.guideline)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows and columns for the script, and the ways to the other screens of the guideline."""
        return super().get_context_data(**kwargs) | {
            "guideline": self.guideline,
            "edit_url": self.url(self.edit_url_name),
            "rows_url": self.url(self.rows_url_name),
            "grid": {
                "columns": [describe_column(column, self.guideline) for column in COLUMNS],
                "checkUrl": self.url(self.check_url_name),
                "suggestUrl": self.url(self.suggest_url_name),
                "stored": present(self.guideline),
                "words": WORDS,
            },
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Save the rows: {stored, message} with 200, or {message} and what is wrong with 409 or 422."""
        try:
            sheet = read_posted(request)
        except UnreadableSheet as refusal:
            return JsonResponse({"message": in_words(refusal)}, status=422)
        try:
            plan = import_rows(
                guideline=self.guideline,
                sheet=sheet,
                remove_missing=True,
                state=request.POST.get("state") or "none",
                user=request.user,
                action=EDIT_ROWS_ACTION,
            )
        except ValidationError as error:
            return self._refuse(sheet, error)
        counts = {"new": len(plan.new), "changed": len(plan.changed), "removed": len(plan.missing)}
        sentence = gettext("Saved: %(new)d new, %(changed)d changed, %(removed)d removed.") % counts
        if plan.is_empty and not plan.missing:
            sentence = gettext("Nothing had changed.")
        return JsonResponse({"message": sentence, "stored": present(self.guideline)})

    def _refuse(self, sheet: Sheet, error: ValidationError) -> JsonResponse:
        """Say why nothing was saved; where somebody else was faster, with what they have saved."""
        if error.code == "stale":
            sentence = gettext("Somebody else has changed this guideline meanwhile. Nothing is saved, nothing is lost.")
            return JsonResponse({"message": sentence, "theirs": present(self.guideline)}, status=409)
        sentence = gettext("Some cells are wrong. Nothing is saved yet; put them right and save again.")
        found = describe_plan(plan_rows(guideline=self.guideline, sheet=sheet))
        return JsonResponse({"message": sentence, "found": found}, status=422)


@method_decorator(never_cache, name="dispatch")
class CheckRowsView(OfGuideline, View):
    """Says what is wrong or odd in the rows that are sent, without saving anything."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Return what `describe_plan` does, for these rows alone."""
        try:
            sheet = read_posted(request)
        except UnreadableSheet as refusal:
            return JsonResponse({"message": in_words(refusal)}, status=422)
        return JsonResponse({"found": describe_plan(plan_rows(guideline=self.guideline, sheet=sheet))})


@method_decorator(never_cache, name="dispatch")
class SuggestView(OfGuideline, View):
    """Conditions and sources of the library that go with what was typed."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Return {entries: [{value, label}]}, `value` being what a cell says."""
        words = request.GET.get("q", "")[:LONGEST_QUESTION].replace("\x00", " ").strip()
        suggest = suggest_sources if request.GET.get("column") == "sources" else suggest_conditions
        return JsonResponse({"entries": suggest(words) if words else []})


def suggest_conditions(words: str) -> list[dict[str, str]]:
    """Return conditions in whose name or other names this is found."""
    found = Condition.objects.filter(Q(name__icontains=words) | Q(synonyms__icontains=words))[:MOST_SUGGESTED]
    names = count_names()
    return [
        {"value": name_condition(condition, names), "label": ", ".join(condition.other_names)} for condition in found
    ]


def suggest_sources(words: str) -> list[dict[str, str]]:
    """Return references of the library that go with these words."""
    found = Reference.objects.matching(words).in_list_order()[:MOST_SUGGESTED]
    return [
        {"value": name_reference(reference), "label": f"{reference.label}: {reference.title}"} for reference in found
    ]


def read_posted(request: HttpRequest) -> Sheet:
    """Return the sheet of the posted file `rows`. Raises UnreadableSheet.

    It is a file because Django limits the number and the length of fields, and a large guideline goes beyond both.
    """
    upload = request.FILES.get("rows")
    return read_sent(upload.read() if upload else b"")


def present(guideline: Guideline) -> dict[str, Any]:
    """Return the rows as they are stored, the state that they are, and what is odd in them by their place from 0."""
    guideline = Guideline.objects.select_related("scheme").get(pk=guideline.pk)
    current = read_rows(guideline)
    rows = [SheetRow(place, cells) for place, cells in enumerate(current.values())]
    found = describe_plan(plan_rows(guideline=guideline, sheet=Sheet(NAMES, rows, [])))
    state = name_state(guideline, current)
    return {"state": state, "rows": [[row.cells[name] for name in NAMES] for row in rows], "found": found}


def describe_plan(plan: RowsPlan) -> dict[str, Any]:
    """Return what is wrong with which cell, and which rows have an odd pair: both by the number of the row."""
    return {
        "problems": [[problem.row, problem.column, in_words(problem)] for problem in plan.problems],
        "odd": [[row.number, " ".join(row.warnings)] for row in plan.rows if row.reasons],
    }


def describe_column(column: Column, guideline: Guideline) -> dict[str, Any]:
    """Return what the script has to know of a column."""
    field: Any = Recommendation._meta.get_field(LISTS.get(column.name, column.name))
    kind = "list" if column.is_list else "choice" if column.name in CHOICES else "text"
    return {
        "name": column.name,
        "label": capfirst(str(field.verbose_name)),
        "help": str(field.help_text),
        "kind": "id" if column.name == "id" else "long" if column.name in LONG else kind,
        "most": column.most,
        "choices": list_choices(column.name, guideline),
    }


def list_choices(name: str, guideline: Guideline) -> list[dict[str, str]]:
    """Return what a cell of this column may say, with what that means; nothing where it may say anything."""
    if name == "direction":
        choices = Recommendation.Direction.choices
        return [{"value": str(value), "label": str(label), "about": ""} for value, label in choices]
    if guideline.scheme is None or name not in CHOICES:
        return []
    if name == "grade":
        grades = guideline.scheme.grades.all()
        return [{"value": grade.code, "label": str(grade), "about": grade.definition} for grade in grades]
    levels = guideline.scheme.certainties.all()
    return [{"value": level.label, "label": level.label, "about": level.definition} for level in levels]
