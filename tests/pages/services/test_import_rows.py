"""A spreadsheet is planned cell by cell and carried out as a whole, or not at all."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry, ReferenceIndex

from pages.models import Certainty, Guideline, Recommendation
from pages.models.guideline_rows import read_rows
from pages.rows.columns import BY_NAME, NAMES
from pages.rows.read import read_file
from pages.rows.write import write_csv, write_xlsx
from pages.services import import_rows as module
from pages.services.import_rows import import_rows, plan_rows
from pages.services.schemes import install_scheme
from tests.pages.factories import make_reference

from .factories import exported, make_condition, make_guideline, make_sheet, populations

pytestmark = pytest.mark.django_db

TEXTS = ("population", "intervention", "plain_wording", "statement", "strength", "regimen", "locator", "pair_note")
# What a database stores as text: no lone surrogates, and on PostgreSQL no NUL.
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def ids(guideline):
    return [str(pk) for pk in read_rows(guideline)]


def codes(plan):
    return [(problem.row, problem.column, problem.code) for problem in plan.problems]


def test_the_limits_of_the_columns_are_those_of_the_database():
    for name, column in BY_NAME.items():
        field = Recommendation._meta.get_field({"sources": "further_citations"}.get(name, name))
        if field.get_internal_type() == "CharField" and not field.choices:
            assert column.most == field.max_length, name


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_was_exported_changes_nothing(write):
    guideline = make_guideline("CRPS", "=1+1", "PHN; and more", strength="weak\r\nor none", direction="against")
    row = guideline.recommendations.first()
    row.conditions = [make_condition("Pain; chronic"), make_condition("CRPS"), make_condition("crps", slug="c2")]
    row.further_citations = [make_reference("One"), make_reference("Two"), make_reference("Three", PMID="7")]
    row.grade = install_scheme(slug="sort").grades.get(code="C")
    row.certainty_from = Certainty.objects.filter(scheme__slug="sort").first()
    row.save()
    plan = plan_rows(guideline=guideline, sheet=read_file(write(read_rows(guideline).values())))
    assert (plan.problems, plan.new, plan.changed, plan.missing) == ([], [], [], {})
    assert plan.is_empty


def test_what_changes_nothing_leaves_no_revision():
    guideline = make_guideline("CRPS")
    import_rows(guideline=guideline, sheet=exported(guideline))
    assert Guideline.objects.get().latest_revision is None


def test_the_plan_names_what_is_new_changed_unchanged_and_missing():
    guideline = make_guideline("One", "Two", "Three")
    first, second, third = ids(guideline)
    sheet = make_sheet([first, "One"], [third, "Drei"], ["", "Four"], columns=("id", "population"))
    plan = plan_rows(guideline=guideline, sheet=sheet)
    assert [row.pk for row in plan.unchanged] == [int(first)]
    (change,) = plan.changed[0].changes
    assert (change.column, change.before, change.after) == ("population", "Three", "Drei")
    assert [row.cells["population"] for row in plan.new] == ["Four"]
    assert list(plan.missing) == [int(second)]


def test_planning_writes_nothing():
    guideline = make_guideline("One")
    plan_rows(guideline=guideline, sheet=make_sheet(["Two"]))
    assert populations(guideline) == ["One"]


def test_every_kind_of_cell_is_stored():
    guideline = make_guideline()
    make_condition("Complex regional pain syndrome", synonyms="CRPS")
    make_reference("Further", DOI="10.1016/j.pain.1")
    cells = {
        "population": "Adults",
        "conditions": "crps",
        "intervention": "Infusion",
        "plain_wording": "May help.",
        "statement": "As they say.",
        "grade": "b",
        "certainty_from": "low",
        "certainty_to": "MODERATE",
        "strength": "moderate",
        "direction": "Against",
        "regimen": "4 hours",
        "time_horizon": "12 weeks",
        "locator": "p. 530",
        "sources": "https://doi.org/10.1016/J.PAIN.1",
        "pair_note": "So it says.",
    }
    import_rows(guideline=guideline, sheet=make_sheet(list(cells.values()), columns=tuple(cells)))
    (stored,) = read_rows(guideline).values()
    expected = {"conditions": "Complex regional pain syndrome", "grade": "B", "certainty_from": "Low"}
    expected |= {"certainty_to": "Moderate", "direction": "against", "sources": "10.1016/j.pain.1"}
    assert stored | cells | expected == stored


def test_a_cell_that_is_emptied_is_empty_afterwards():
    guideline = make_guideline("One", strength="weak", regimen="4 hours")
    row = guideline.recommendations.get()
    row.conditions = [make_condition()]
    row.save()
    sheet = make_sheet(["One", "", ""], columns=("population", "strength", "conditions"))
    import_rows(guideline=guideline, sheet=sheet)
    (stored,) = read_rows(guideline).values()
    assert (stored["strength"], stored["conditions"], stored["regimen"]) == ("", "", "4 hours")


def test_an_empty_direction_leaves_the_one_that_is_there():
    guideline = make_guideline("One", direction="against")
    sheet = make_sheet(["One", ""], ["Two", ""], columns=("population", "direction"))
    import_rows(guideline=guideline, sheet=sheet)
    assert [cells["direction"] for cells in read_rows(guideline).values()] == ["against", "for"]


def test_without_ids_a_row_is_known_by_population_and_intervention():
    guideline = make_guideline("One", "One", "Two")
    Recommendation.objects.filter(population="One").update(intervention="A")
    sheet = make_sheet(["one", "a", "x"], ["Two", "", "y"], columns=("population", "intervention", "strength"))
    plan = plan_rows(guideline=guideline, sheet=sheet)
    assert [row.pk for row in plan.rows] == [int(ids(guideline)[0]), int(ids(guideline)[2])]


def test_missing_rows_stay_where_they_are():
    guideline = make_guideline("One", "Two", "Three")
    sheet = make_sheet([ids(guideline)[1], "Zwei"], ["", "New"], columns=("id", "population"))
    import_rows(guideline=guideline, sheet=sheet)
    assert populations(guideline) == ["One", "Zwei", "Three", "New"]


def test_missing_rows_go_where_that_was_asked():
    guideline = make_guideline("One", "Two", "Three")
    import_rows(guideline=guideline, sheet=make_sheet(["Two"]), remove_missing=True)
    assert populations(guideline) == ["Two"]


def test_rows_are_put_into_the_order_of_the_file():
    guideline = make_guideline("One", "Two", "Three")
    sheet = make_sheet(["Three"], ["New"], ["One"])
    assert plan_rows(guideline=guideline, sheet=sheet).is_reordered
    import_rows(guideline=guideline, sheet=sheet)
    assert populations(guideline) == ["Three", "New", "One", "Two"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("conditions", "Nowhere", "no-condition"),
        ("conditions", "Twin", "condition-unclear"),
        ("grade", "Z", "not-in-scheme"),
        ("certainty_from", "Very low", "not-in-scheme"),
        ("direction", "sideways", "no-direction"),
        ("sources", "10.1/none", "no-source"),
        ("sources", "Treede 2015", "source-unclear"),
        ("sources", "#99999999", "no-source"),
        ("id", "7000", "unknown-id"),
        ("id", "x", "unknown-id"),
        ("strength", "x" * 61, "too-long"),
    ],
)
def test_what_a_cell_names_must_be_there(column, cell, code):
    guideline = make_guideline("One")
    make_condition("Twin", slug="t1"), make_condition("Other", slug="t2", synonyms="twin")
    make_reference("A"), make_reference("B")
    sheet = make_sheet(["One", cell], columns=("population", column))
    plan = plan_rows(guideline=guideline, sheet=sheet)
    assert codes(plan) == [(2, column, code)]
    assert cell[:20] in plan.problems[0].message or code == "too-long"


def test_an_id_is_used_once():
    guideline = make_guideline("One")
    pk = ids(guideline)[0]
    plan = plan_rows(guideline=guideline, sheet=make_sheet([pk, "a"], [pk, "b"], columns=("id", "population")))
    assert codes(plan) == [(3, "id", "id-twice")]


def test_the_id_of_another_guidelines_row_is_unknown():
    other = make_guideline("Theirs")
    Guideline.objects.update(reference=make_reference("Other"))
    guideline = Guideline.objects.create(title="Ours", reference=make_reference("Ours"))
    plan = plan_rows(guideline=guideline, sheet=make_sheet([ids(other)[0], "a"], columns=("id", "population")))
    assert codes(plan) == [(2, "id", "unknown-id")]


def test_without_a_scheme_a_grade_is_refused_with_a_sentence():
    make_guideline("One")
    Guideline.objects.update(scheme=None)
    sheet = make_sheet(["One", "B"], columns=("population", "grade"))
    plan = plan_rows(guideline=Guideline.objects.get(), sheet=sheet)
    assert "has no grading scheme" in plan.problems[0].message


@pytest.mark.parametrize("cell", ["Treede 2015 #{pk}", "#{pk}", "Treede 2015"])
def test_a_source_without_identifiers_is_found_by_label_or_number(cell):
    guideline = make_guideline("One")
    Guideline.objects.get().reference.__class__.objects.exclude(guidelines=guideline).update(doi="10.1016/unlike")
    guideline.reference.__class__.objects.filter(pk=guideline.reference_id).update(
        csl={"type": "report", "title": "Of nobody"}
    )
    reference = make_reference("Further")
    sheet = make_sheet(["One", cell.format(pk=reference.pk)], columns=("population", "sources"))
    import_rows(guideline=guideline, sheet=sheet)
    assert list(Recommendation.objects.get().further_citations.all()) == [reference]


def test_one_wrong_cell_stops_all_of_it():
    guideline = make_guideline("One")
    with pytest.raises(ValidationError):
        import_rows(guideline=guideline, sheet=make_sheet(["Two", ""], ["Three", "Z"], columns=("population", "grade")))
    assert populations(guideline) == ["One"]


def test_a_failure_leaves_nothing_behind(monkeypatch):
    guideline = make_guideline("One")

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(module, "_record", fail)
    with pytest.raises(RuntimeError):
        import_rows(guideline=guideline, sheet=make_sheet(["Two"]), remove_missing=True)
    assert populations(guideline) == ["One"]


@pytest.mark.parametrize("change", [{"population": "Uno"}, {"strength": "weak"}, {"sort_order": 7}])
def test_a_guideline_that_has_changed_since_the_preview_is_left(change):
    guideline = make_guideline("One", "Two")
    plan = plan_rows(guideline=guideline, sheet=make_sheet(["Three"]))
    Recommendation.objects.filter(population="One").update(**change)
    with pytest.raises(ValidationError, match="changed since"):
        import_rows(guideline=guideline, sheet=make_sheet(["Three"]), state=plan.state)


def test_there_is_one_revision_with_the_new_rows_and_an_entry_in_the_log(django_user_model):
    user = django_user_model.objects.create(username="nora")
    guideline = make_guideline("One")
    import_rows(guideline=guideline, sheet=make_sheet(["One"], ["Two"]), user=user)
    revision = Guideline.objects.get().latest_revision
    assert [row["population"] for row in revision.content["recommendations"]] == ["One", "Two"]
    assert revision.user == user
    entry = ModelLogEntry.objects.get(action=module.IMPORT_ROWS_ACTION)
    assert entry.data == {"new": 1, "changed": 0, "removed": 0}


def test_the_index_of_uses_knows_the_new_grade_at_once():
    guideline = make_guideline("One")
    import_rows(guideline=guideline, sheet=make_sheet(["One", "B"], columns=("population", "grade")))
    assert ReferenceIndex.get_references_to(guideline.scheme.grades.get(code="B")).count() == 1


def test_an_odd_pair_is_a_warning_and_is_imported_with_its_note():
    guideline = make_guideline()
    sheet = make_sheet(
        ["One", "B", "Low", "So published."], columns=("population", "grade", "certainty_from", "pair_note")
    )
    (row,) = import_rows(guideline=guideline, sheet=sheet).rows
    assert "at least moderate certainty" in row.warnings[0]
    assert Recommendation.objects.get().pair_note == "So published."


def test_2000_rows_take_no_more_queries_than_200(django_assert_max_num_queries):
    guideline = make_guideline()
    make_condition()
    rows = [[f"Row {number}", "CRPS", "B"] for number in range(2000)]
    with django_assert_max_num_queries(120):
        import_rows(guideline=guideline, sheet=make_sheet(*rows, columns=("population", "conditions", "grade")))
    assert Recommendation.objects.count() == 2000
    assert set(Recommendation.objects.values_list("conditions__name", "grade__code")) == {("CRPS", "B")}


def test_names_of_columns_are_cells_of_every_row():
    assert all(set(cells) == set(NAMES) for cells in read_rows(make_guideline("One")).values())


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.fixed_dictionaries(dict.fromkeys(TEXTS, st.text(alphabet=STORABLE, max_size=60))))
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_whatever_text_is_stored_the_export_changes_nothing(write, texts):
    guideline = Guideline.objects.first() or make_guideline("One")
    Recommendation.objects.update(**texts | {"population": f"x{texts['population']}"})
    assert plan_rows(guideline=guideline, sheet=read_file(write(read_rows(guideline).values()))).is_empty
