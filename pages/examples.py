"""Rows that nobody stored: for the preview of a guideline table where editors choose a block, and of a scheme."""

from django.utils.translation import gettext as _

from .grading.pairs import read_levels
from .grading.picture import Strength, read_strengths
from .models import Grade, GradeScheme, Recommendation
from .models.guideline_table import GuidelineTable, TableRow

PATH = "preview"


def scheme_table(scheme: GradeScheme) -> GuidelineTable:
    """Return a table with a row for each grade of a scheme, as it is typed, saved or not.

    Parts that were not saved get ids of the moment, by which the table tells them apart; nothing is saved with them.
    """
    grades, levels = list(scheme.grades.all()), list(scheme.certainties.all())
    for parts in (grades, levels):
        for place, part in enumerate(parts, start=1):
            part.pk = part.pk or -place
    drawn = read_strengths([(grade.strength, grade.stance) for grade in grades])
    strengths = {grade.pk: strength for grade, strength in zip(grades, drawn, strict=True)}
    rows = []
    for place, grade in enumerate(grades, start=1):
        row = Recommendation(pk=place, population=_("A condition"), intervention=_("A treatment"), grade=grade)
        row.plain_wording = _("What a guideline says on it, in plain words.")
        allowed = [name.casefold() for name in read_levels(grade.only_with)]
        row.certainty_from = next((one for one in levels if not allowed or one.label.casefold() in allowed), None)
        rows.append(TableRow(f"{PATH}/recommendations/{place}", row, (), strengths[grade.pk]))
    by_code = {grade.code: grade for grade in grades}
    return GuidelineTable(PATH, None, scheme, rows, by_code, strengths=strengths, levels=levels)


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
