"""What templates need to show a guideline's table and how strong its grades are."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..csl.styles import AMA
from ..examples import example_table
from ..grading.picture import AGAINST, UNKNOWN, Strength, strength_svg
from ..models import Certainty, Grade, Reference
from ..models.guideline_table import GuidelineTable
from ..models.successors import Successor

register = template.Library()


@register.filter
def strength_of(table: GuidelineTable | None, grade: Grade | None) -> Strength | None:
    """Return the strength of a grade in the table's scheme, None where the scheme does not have it."""
    return table.strengths.get(grade.pk) if table and grade else None


@register.simple_tag
def strength_picture(strength: Strength | None) -> SafeString:
    """Draw a strength, with words for those who do not see it: `{% strength_picture row.strength %}`."""
    if strength is None:
        return SafeString("")
    return mark_safe(strength_svg(strength, describe(strength)))  # noqa: S308 - strength_svg escapes


def describe(strength: Strength) -> str:
    """Return in words what the picture of a strength says."""
    if strength.stance == UNKNOWN:
        return _("Strength cannot be told")
    if strength.stance == AGAINST and not strength.filled:
        return _("Advised against")
    values = {"filled": strength.filled, "of": strength.of}
    if strength.stance == AGAINST:
        return _("Advised against, strength %(filled)d of %(of)d") % values
    return _("Strength %(filled)d of %(of)d") % values


@register.filter
def grade_called(grades: dict[str, Any] | None, code: str) -> Any:
    """Look a grade up by the code that an editor wrote, None where the scheme has no such grade."""
    return (grades or {}).get((code or "").strip())


@register.filter
def level_called(table: GuidelineTable | None, label: str) -> Certainty | None:
    """Look a level of certainty up by what an editor wrote, None where the scheme has no such level."""
    return table.level_called(label or "") if table else None


@register.simple_tag(takes_context=True)
def printed(context: template.Context, reference: Reference) -> SafeString:
    """Print a source in the style of the page, or in the default one where there is no page: `{% printed source %}`."""
    document = context.get("document")
    return reference.printed(document.style if document else AMA)


@register.filter
def successor_of(successors: dict[int, Successor] | None, table: GuidelineTable | None) -> Successor | None:
    """Return what readers are told to have superseded the table's guideline, None where there is nothing to tell."""
    guideline = table.guideline if table else None
    return (successors or {}).get(guideline.pk) if guideline else None


@register.simple_tag
def citewell_example_table() -> GuidelineTable:
    """Return the rows that the preview of a guideline table shows."""
    return example_table()
