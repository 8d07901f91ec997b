"""Rows that nobody stored, for the preview of a guideline table where editors choose a block."""

from django.utils.translation import gettext as _

from .grading.picture import Strength
from .models import Grade, GradeScheme, Recommendation
from .models.guideline_table import GuidelineTable, TableRow

PATH = "preview"


def example_table() -> GuidelineTable:
    """Return a table of two rows in a scheme of two grades."""
    scheme = GradeScheme(name=_("An example scheme"))
    strong = Grade(pk=1, code="A", meaning=_("Strong support"), definition=_("Several good studies agree."))
    weak = Grade(pk=2, code="C", meaning=_("Weak support"), definition=_("Few studies, or studies that disagree."))
    strengths = {strong.pk: Strength(2, 2), weak.pk: Strength(1, 2)}
    rows = [
        Recommendation(
            pk=1,
            population=_("A condition"),
            intervention=_("A treatment"),
            plain_wording=_("What the guideline says on it, in plain words."),
            grade=strong,
            strength=_("strong"),
        ),
        Recommendation(
            pk=2,
            population=_("Another condition"),
            intervention=_("A treatment"),
            plain_wording=_("What it says on this one."),
            grade=weak,
            strength=_("weak"),
        ),
    ]
    return GuidelineTable(
        path=PATH,
        guideline=None,
        scheme=scheme,
        rows=[TableRow(f"{PATH}/recommendations/{row.pk}", row, (), strengths[row.grade_id]) for row in rows],
        grades={grade.code: grade for grade in (strong, weak)},
        strengths=strengths,
    )
