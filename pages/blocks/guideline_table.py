"""A table of what a guideline recommends, or of rows that the editor writes.

The block holds the choice alone. The rows of a guideline are read when the page is, so that an edit to the guideline
shows everywhere at once.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from ..grading.ordering import AS_PUBLISHED, BY_CONDITION, STRONGEST_FIRST
from ..rich_text.features import INLINE
from ..widgets import Suggested

ORDERS = [
    (AS_PUBLISHED, _("As in the guideline")),
    (BY_CONDITION, _("By condition")),
    (STRONGEST_FIRST, _("Strongest first")),
]
NO_GROUPS, CONDITION_GROUPS = "none", "condition"
GROUPINGS = [(NO_GROUPS, _("None")), (CONDITION_GROUPS, _("By condition"))]


def _suggesting(block: blocks.CharBlock, model: str, name: str) -> blocks.CharBlock:
    """Let a block suggest what the schemes have. It stays a CharBlock, so that migrations know no class of ours."""
    block.field.widget = Suggested(model, name, attrs={"maxlength": block.field.max_length})
    return block


class FreeRowBlock(blocks.StructBlock):
    """A row of the editor's own."""

    condition = blocks.CharBlock(max_length=200)
    intervention = blocks.CharBlock(max_length=200, required=False)
    statement = blocks.RichTextBlock(features=INLINE, label=_("What it says, in plain words"))
    grade = _suggesting(
        blocks.CharBlock(max_length=20, required=False, help_text=_("A grade of the scheme chosen above, such as B.")),
        "Grade",
        "code",
    )
    certainty = _suggesting(
        blocks.CharBlock(
            max_length=60, required=False, help_text=_("A level of certainty of that scheme, such as Moderate.")
        ),
        "Certainty",
        "label",
    )
    time_horizon = blocks.CharBlock(
        max_length=120, required=False, label=_("Time horizon"), help_text=_("How long the effect was followed.")
    )
    note = blocks.TextBlock(
        required=False,
        rows=1,
        search_index=False,
        label=_("Note on grade and certainty"),
        help_text=_("Why they stand together although the scheme does not pair them. Readers do not see it."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Row")
        label_format = "{condition} {intervention}"


class GuidelineTableBlock(blocks.StructBlock):
    """A guideline and the conditions of interest, or free rows with a scheme for their grades."""

    caption = blocks.CharBlock(
        max_length=200, required=False, help_text=_("Leave it empty to use the name of the guideline.")
    )
    guideline = SnippetChooserBlock(
        "citewell_pages.Guideline",
        required=False,
        help_text=_("Its rows are kept in one place and shown here."),
    )
    conditions = blocks.ListBlock(
        SnippetChooserBlock("citewell_pages.Condition"),
        required=False,
        min_num=0,
        default=[],
        label=_("Only these conditions"),
        help_text=_("Leave it empty to show every row of the guideline."),
    )
    order = blocks.ChoiceBlock(
        choices=ORDERS, default=AS_PUBLISHED, label=_("Order"), help_text=_("Of the guideline's rows.")
    )
    group_by = blocks.ChoiceBlock(choices=GROUPINGS, default=NO_GROUPS, label=_("Headings"))
    scheme = SnippetChooserBlock(
        "citewell_pages.GradeScheme", required=False, label=_("Grading scheme of your own rows")
    )
    rows = blocks.ListBlock(FreeRowBlock(), required=False, min_num=0, default=[], label=_("Rows of your own"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add `table`: the rows that the page has read for this block, if it stands in a page."""
        context = super().get_context(value, parent_context)
        document, path = context.get("document"), context.get("path")
        context["table"] = document.table(path) if document and path else None
        return context

    class Meta:
        icon = "table"
        label = _("Guideline table")
        description = _("What a guideline says on each condition, with its grade and what that means.")
        template = "citewell/pages/blocks/guideline_table_block.html"
        preview_template = "citewell/pages/blocks/guideline_table_block_preview.html"
        form_layout = blocks.BlockGroup(
            children=[
                "caption",
                blocks.BlockGroup(
                    children=["guideline", "conditions", "order", "group_by"],
                    heading=_("Rows of a guideline"),
                    icon="clipboard-list",
                ),
                blocks.BlockGroup(
                    children=["scheme", "rows"],
                    heading=_("Rows of your own"),
                    icon="list-ul",
                    help_text=_("Below those of the guideline, or alone."),
                ),
            ]
        )
