"""The shipped schemes are whole, agree with themselves, and are installed once."""

from io import StringIO

import pytest
from django.core.management import call_command

from pages.grading.pairs import check_pair, read_levels
from pages.models import Grade, GradeScheme, Reference
from pages.services.schemes import CONSENSUS_2018, install_scheme, install_schemes, read_shipped

pytestmark = pytest.mark.django_db

SLUGS = ["uspstf", "grade", "oxford-cebm-2011", "sort", CONSENSUS_2018]
HIGH, MODERATE, LOW, VERY_LOW = "High", "Moderate", "Low", "Very low"


def test_the_five_schemes_are_shipped():
    assert list(read_shipped()) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_scheme_fits_its_fields_and_names_only_levels_that_it_has(slug):
    scheme = install_scheme(slug=slug)
    levels = {level.label for level in scheme.certainties.all()}
    for grade in scheme.grades.all():
        grade.full_clean(exclude=["scheme"])
        assert grade.definition
        assert set(read_levels(grade.only_with)) <= levels
        assert bool(grade.only_with) == bool(grade.why)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_scheme_cites_where_it_is_laid_down(slug):
    reference = install_scheme(slug=slug).reference
    assert reference.title == read_shipped()[slug]["source"]["title"]


@pytest.mark.parametrize(
    ("slug", "grade", "allowed"),
    [
        *((slug, "A", [HIGH]) for slug in ("uspstf", CONSENSUS_2018)),
        *((slug, letter, [HIGH, MODERATE]) for slug in ("uspstf", CONSENSUS_2018) for letter in "BCD"),
        *((slug, "I", [LOW]) for slug in ("uspstf", CONSENSUS_2018)),
        ("grade", "Strong for", [HIGH, MODERATE]),
        ("grade", "Weak for", [HIGH, MODERATE, LOW, VERY_LOW]),
        ("grade", "Weak against", [HIGH, MODERATE, LOW, VERY_LOW]),
        ("grade", "Strong against", [HIGH, MODERATE]),
        ("sort", "A", ["Level 1"]),
        ("sort", "B", ["Level 1", "Level 2"]),
        ("sort", "C", ["Level 3"]),
    ],
)
def test_pairs(slug, grade, allowed):
    data = install_scheme(slug=slug).as_data
    assert [level for level in data.certainties if check_pair(data, grade, level) is None] == allowed


def test_installing_again_changes_nothing():
    assert [scheme.slug for scheme in install_schemes()] == SLUGS
    Grade.objects.filter(scheme__slug="sort", code="A").update(meaning="Ours")
    assert install_schemes() == []
    assert Grade.objects.get(scheme__slug="sort", code="A").meaning == "Ours"
    assert Reference.objects.count() == len(SLUGS)


def test_a_source_that_the_library_has_is_used():
    first = install_scheme(slug="sort")
    GradeScheme.objects.all().delete()
    assert install_scheme(slug="sort").reference == first.reference
    assert Reference.objects.count() == 1


def test_a_scheme_of_ones_own_keeps_its_name():
    GradeScheme.objects.create(name="SORT", slug="our-sort")
    assert install_scheme(slug="sort").name == "SORT (2)"


def test_an_unknown_scheme_is_a_key_error():
    with pytest.raises(KeyError):
        install_scheme(slug="nobody")


def test_the_command_names_what_it_installed():
    out = StringIO()
    call_command("install_schemes", stdout=out)
    call_command("install_schemes", stdout=out)
    assert "Installed Oxford CEBM 2011 levels of evidence." in out.getvalue()
    assert out.getvalue().endswith("Every scheme is there already.\n")
