"""A recommendation knows when its grade and certainty are an odd pair, and a scheme how strong its grades are."""

import pytest

from pages.grading.picture import AGAINST, FOR, UNKNOWN, Strength
from pages.models import Grade, GradeScheme, Recommendation
from pages.services.schemes import CONSENSUS_2018, install_scheme
from tests.pages.factories import make_guideline, make_reference

pytestmark = pytest.mark.django_db


def make_row(code="B", levels=("Moderate",), **fields):
    """The row of a stored guideline, with levels of certainty by their names."""
    scheme = install_scheme(slug=CONSENSUS_2018)
    ends = [scheme.certainties.get(label=label) for label in levels] + [None, None]
    fields = {"grade": scheme.grades.get(code=code), "certainty_from": ends[0], "certainty_to": ends[1]} | fields
    guideline = make_guideline(make_reference(), **fields)
    return Recommendation.objects.get(guideline=guideline)


def test_a_pair_of_the_scheme_raises_no_warning():
    assert make_row().pair_warnings == []


def test_an_odd_pair_is_named_with_the_reason():
    (warning,) = make_row(levels=["Low", "Moderate"]).pair_warnings
    assert "grade B at this certainty: Low" in warning
    assert "at least moderate certainty" in warning


@pytest.mark.parametrize("missing", ["grade", "certainty_from"])
def test_half_a_pair_raises_none(missing):
    assert make_row(levels=["Low"], **{missing: None}).pair_warnings == []


def test_a_grade_of_another_scheme_is_named():
    (warning,) = make_row(grade=install_scheme(slug="sort").grades.get(code="B")).pair_warnings
    assert "belongs to another scheme" in warning


def test_a_row_that_was_not_saved_yet_is_not_judged():
    assert Recommendation().pair_warnings == []


def test_a_guideline_without_a_scheme_is_judged_by_the_grades_own():
    row = make_row(levels=["Low"])
    row.guideline.scheme = None
    assert len(row.pair_warnings) == 1


def test_shipped_grades_state_their_strength():
    scheme = install_scheme(slug="uspstf")
    by_code = {grade.code: scheme.strengths[grade.pk] for grade in scheme.grades.all()}
    assert by_code == {
        "A": Strength(3, 3, FOR),
        "B": Strength(2, 3, FOR),
        "C": Strength(1, 3, FOR),
        "D": Strength(0, 3, AGAINST),
        "I": Strength(0, 3, UNKNOWN),
    }


def test_grades_of_ones_own_go_by_their_order():
    scheme = GradeScheme.objects.create(name="Ours", slug="ours")
    for place, code in enumerate("XY"):
        Grade.objects.create(scheme=scheme, code=code, meaning=code, sort_order=place)
    assert list(GradeScheme.objects.get().strengths.values()) == [Strength(2, 2), Strength(1, 2)]
