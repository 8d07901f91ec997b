"""Rows with anything in any column go out as CSV or XLSX and come back unchanged, into their guideline or another."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.models import Certainty, Condition, Grade, GradeScheme, Guideline, Recommendation, Reference
from pages.models.guideline_rows import read_rows
from pages.rows.columns import NAMES
from pages.rows.read import read_file
from pages.rows.write import write_csv, write_xlsx
from pages.services.import_rows import import_rows, plan_rows
from tests.pages.factories import make_reference

pytestmark = pytest.mark.django_db

CODES = ["A", "=1+1", "'B", "007", "1e5", "+", "-1", "TRUE", "Für & wider"]
LEVELS = ["High", "-low", "1,5", "@here", "’très’ bas", "03.04"]
CONDITIONS = ["=cmd|' /C calc'!A0", "Pain; chronic", "Ménière’s disease", "'quoted'", "00123", "CRPS", "crps"]
IDENTIFIERS = [{"DOI": "10.1000/a;b"}, {"PMID": "0012"}, {"PMCID": "PMC7"}, {}]
# What a database stores as text: no lone surrogates, and on PostgreSQL no NUL.
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.one_of(
    st.text(alphabet=STORABLE, max_size=40),
    st.text("'=+-@\t\r\n\";, x1_\x0b\ufeff\u2028", max_size=12),
    st.sampled_from(
        ["=1+1", "'=1", "''", "'", "-5", "1e5", "007", "1,50", "2026-11-27", "a\nb\r\nc", "#REF!", "😀", "‮x"]
    ),
)
ROW = st.fixed_dictionaries(
    dict.fromkeys(("intervention", "plain_wording", "statement", "regimen", "pair_note"), TEXT)
    | dict.fromkeys(("strength", "time_horizon", "locator"), TEXT)
    | {
        "population": TEXT.map(lambda text: f"x{text}"),
        "direction": st.sampled_from(Recommendation.Direction.values),
        "grade": st.sampled_from(["", *CODES]),
        "certainty_from": st.sampled_from(["", *LEVELS]),
        "certainty_to": st.sampled_from(["", *LEVELS]),
        "conditions": st.lists(st.sampled_from(range(len(CONDITIONS))), unique=True, max_size=3),
        "further_citations": st.lists(st.sampled_from(range(len(IDENTIFIERS))), unique=True, max_size=3),
    }
)


def make_library():
    """Two guidelines of a scheme, conditions and sources, all of them with names that a spreadsheet would change."""
    if not Guideline.objects.exists():
        scheme = GradeScheme(name="=Odd", slug="odd")
        scheme.grades = [Grade(code=code, meaning="m", sort_order=place) for place, code in enumerate(CODES)]
        scheme.certainties = [Certainty(label=label, sort_order=place) for place, label in enumerate(LEVELS)]
        scheme.save()
        for place, name in enumerate(CONDITIONS):
            Condition.objects.create(name=name, slug=f"c-{place}")
        for place, identifier in enumerate(IDENTIFIERS):
            make_reference(f"Source {place}", **identifier)
        for title in ("One", "Two"):
            Guideline.objects.create(title=title, scheme=scheme, reference=Reference.objects.first())
    Recommendation.objects.all().delete()
    return Guideline.objects.order_by("title")


def store(guideline, drawn):
    """Save the rows as they were drawn."""
    grades = {grade.code: grade for grade in guideline.scheme.grades.all()}
    levels = {level.label: level for level in guideline.scheme.certainties.all()}
    conditions, sources = list(Condition.objects.order_by("slug")), list(Reference.objects.order_by("pk"))
    for place, values in enumerate(drawn):
        linked = {name: values[name] for name in ("conditions", "further_citations")}
        named = {"grade": grades.get(values["grade"])}
        named |= {name: levels.get(values[name]) for name in ("certainty_from", "certainty_to")}
        plain = {name: value for name, value in values.items() if name not in linked and name not in named}
        row = Recommendation(guideline=guideline, sort_order=place, **plain, **named)
        row.save()
        row.conditions = [conditions[number] for number in linked["conditions"]]
        row.further_citations = [sources[number] for number in linked["further_citations"]]
        row.save()


def without_ids(rows):
    return [{name: "" if name == "id" else row[name] for name in NAMES} for row in rows]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(ROW, min_size=1, max_size=3))
def test_every_column_of_every_row_is_what_it_was(write, drawn):
    one, two = make_library()
    store(one, drawn)
    before = list(read_rows(one).values())
    plan = plan_rows(guideline=one, sheet=read_file(write(before)))
    assert (plan.problems, plan.missing, plan.is_empty) == ([], {}, True)
    import_rows(guideline=two, sheet=read_file(write(without_ids(before))))
    assert without_ids(read_rows(two).values()) == without_ids(before)
    assert [row.pk for row in Recommendation.objects.filter(guideline=one).order_by("sort_order")] == [
        int(row["id"]) for row in before
    ]
