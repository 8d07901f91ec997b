"""The library in Wagtail's own API: saved as the admin saves it, by those who may."""

import pytest
from wagtail.models import ModelLogEntry

from contact.services.roles import ENQUIRY_MANAGERS
from pages.models import Guideline, Reference
from pages.services.roles import CLINICAL_REVIEWERS, MARKETING_EDITORS
from pages.services.schemes import CONSENSUS_2018, install_scheme
from tests.cms.staff import Caller, make_caller

from .factories import cite, make_condition_page, make_guideline, make_reference, make_section

pytestmark = pytest.mark.django_db

ARTICLE = {"type": "article-journal", "title": "A classification", "DOI": "https://doi.org/10.1097/J.PAIN.1"}


def test_a_new_reference_is_a_record_with_a_revision_and_a_line_in_the_log():
    caller = make_caller(MARKETING_EDITORS)
    made = caller.send("/references/", {"csl": ARTICLE, "as_supplied": "A classification. Pain."})
    assert made.status_code == 201
    reference = Reference.objects.get(pk=made.json()["id"])
    assert (reference.doi, reference.title) == ("10.1097/j.pain.1", "A classification")
    assert (reference.as_supplied, reference.latest_revision.user) == ("A classification. Pain.", caller.user)
    assert ModelLogEntry.objects.get(action="wagtail.create").user == caller.user


def test_a_changed_reference_forgets_what_was_verified_of_another_state():
    reference = make_reference()
    Reference.objects.update(verified_at="2026-01-01T00:00Z", verified_against="Crossref")
    shown = make_caller().send(f"/references/{reference.pk}/", {"csl": ARTICLE}, "patch").json()
    assert (shown["csl"]["title"], shown["verified_at"]) == ("A classification", None)
    assert ModelLogEntry.objects.filter(action="wagtail.edit").exists()


@pytest.mark.parametrize(
    ("csl", "words"),
    [
        ({"type": "book"}, "title"),
        ({"title": ""}, "title"),
        ({"title": {"a": 1}}, "title"),
        (ARTICLE, "The library has this already"),
    ],
)
def test_what_the_library_refuses_is_a_sentence(csl, words):
    make_reference(**ARTICLE)
    refused = make_caller().send("/references/", {"csl": csl})
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Reference.objects.count() == 1


@pytest.mark.parametrize("csl", [{}, [], "x", None, 7, {"title": "T", "author": "x", "issued": 3, "type": ["a"]}])
def test_a_record_of_any_shape_is_cleaned_or_refused(csl):
    answer = make_caller().send("/references/", {"csl": csl})
    assert answer.status_code in (201, 422)
    assert Reference.objects.count() == (answer.status_code == 201)


def test_markup_in_a_title_stays_text():
    make_caller().send("/references/", {"csl": ARTICLE | {"title": "<script>x()</script>"}})
    assert "&lt;script&gt;" in Reference.objects.get().printed("ama")


def test_the_library_is_searched_as_in_the_admin():
    make_reference(**ARTICLE)
    make_reference(title="Another")
    for words, count in (("10.1097/j.pain.1", 1), ("another", 1), ("", 2), ("nothing", 0)):
        assert make_caller(name=f"mia{words}").get("/references/", search=words).json()["count"] == count


def make_row(**fields):
    """A recommendation as it is sent."""
    return {"population": "CRPS", "plain_wording": "It may help."} | fields


def test_a_guideline_is_made_with_its_rows_in_order():
    scheme, reference, other = install_scheme(slug=CONSENSUS_2018), make_reference(), make_reference(title="Other")
    grade = scheme.grades.get(code="B")
    rows = [make_row(grade_id=grade.pk, further_citations=[other.pk]), make_row(population="Fibromyalgia")]
    body = {"title": "Guidelines", "reference_id": reference.pk, "scheme_id": scheme.pk, "recommendations": rows}
    caller = make_caller(MARKETING_EDITORS)
    assert caller.send("/guidelines/", body).status_code == 201
    guideline = Guideline.objects.get()
    first, second = guideline.recommendations.all()
    assert (first.grade, list(first.further_citations.all()), second.population) == (grade, [other], "Fibromyalgia")
    assert guideline.latest_revision.user == caller.user
    assert ModelLogEntry.objects.filter(action="wagtail.create", user=caller.user).exists()


def test_a_changed_guideline_keeps_what_was_not_sent():
    guideline = make_guideline(make_reference(), regimen="80 mg")
    (row,) = guideline.recommendations.all()
    caller, path = make_caller(), f"/guidelines/{guideline.pk}/"
    assert caller.send(path, {"short_title": "Short"}, "patch").status_code == 200
    kept = make_row(id=row.pk, population="Kept", direction="for", regimen="80 mg")
    shown = caller.send(path, {"recommendations": [make_row(population="New", direction="for"), kept]}, "patch").json()
    assert [each["population"] for each in caller.get(path).json()["recommendations"]] == ["New", "Kept"]
    assert (shown["short_title"], shown["title"]) == ("Short", guideline.title)
    (changed,) = Guideline.objects.get().recommendations.filter(population="Kept")
    assert (changed.pk, changed.regimen, changed.grade) == (row.pk, "80 mg", None)


def test_a_row_of_another_guideline_is_not_taken_over():
    reference = make_reference()
    mine, other = make_guideline(reference), make_guideline(reference)
    (row,) = other.recommendations.all()
    make_caller().send(f"/guidelines/{mine.pk}/", {"recommendations": [make_row(id=row.pk, population="X")]}, "patch")
    assert [each.population for each in Guideline.objects.get(pk=other.pk).recommendations.all()] == ["CRPS"]


def test_a_circle_of_successors_is_refused():
    reference = make_reference()
    old, new = make_guideline(reference), make_guideline(reference)
    Guideline.objects.filter(pk=old.pk).update(superseded_by=new)
    refused = make_caller().send(f"/guidelines/{new.pk}/", {"superseded_by_id": old.pk}, "patch")
    assert refused.status_code == 422
    assert Guideline.objects.get(pk=new.pk).superseded_by is None


@pytest.mark.parametrize(
    "rows",
    [
        "x",
        [1],
        [{}],
        [{"population": "x" * 301}],
        [make_row(grade_id=999_999)],
        [make_row(conditions=["x"])],
        [make_row(further_citations=[999_999])],
        [make_row(direction="sideways")],
        [make_row(id="x")],
    ],
)
def test_rows_that_are_none_are_refused(rows):
    guideline = make_guideline(make_reference())
    caller = make_caller()
    for path, method in ((f"/guidelines/{guideline.pk}/", "patch"), ("/guidelines/", "post")):
        body = {"title": "G", "reference_id": guideline.reference_id, "recommendations": rows}
        answer = caller.send(path, body, method)
        if method == "post" and rows == [make_row(id="x")]:
            assert answer.status_code == 201  # an unknown member of a new row
        else:
            assert answer.status_code == 422, (method, answer.content)
    assert [row.population for row in Guideline.objects.get(pk=guideline.pk).recommendations.all()] == ["CRPS"]


def test_what_is_in_use_is_not_deleted():
    reference = make_reference()
    guideline = make_guideline(make_reference(title="Its own"))
    make_condition_page(body=[make_section(f"<p>Claim{cite(reference)}</p>")])
    caller = make_caller()
    for path in (f"/references/{reference.pk}/", f"/references/{guideline.reference_id}/"):
        refused = caller.send(path, method="delete")
        assert (refused.status_code, "in use" in refused.json()["detail"]) == (409, True)
    assert caller.send(f"/guidelines/{guideline.pk}/", method="delete").status_code == 204
    assert caller.send(f"/references/{guideline.reference_id}/", method="delete").status_code == 204
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 2


DOORS = [
    ("get", "/references/", "view"),
    ("get", "/references/{reference}/", "view"),
    ("post", "/references/", "add"),
    ("patch", "/references/{reference}/", "change"),
    ("delete", "/references/{reference}/", "delete"),
    ("get", "/guidelines/", "view"),
    ("get", "/guidelines/{guideline}/", "view"),
    ("post", "/guidelines/", "add"),
    ("patch", "/guidelines/{guideline}/", "change"),
    ("delete", "/guidelines/{guideline}/", "delete"),
]
MAY = {
    "nobody": set(),
    ENQUIRY_MANAGERS: set(),
    CLINICAL_REVIEWERS: {"view", "change"},
    MARKETING_EDITORS: {"view", "add", "change", "delete"},
}


@pytest.mark.parametrize("group", MAY)
def test_each_role_at_each_door(group):
    caller = Caller() if group == "nobody" else make_caller(group)
    guideline = make_guideline(make_reference(title="Its own"))
    known = {"reference": make_reference().pk, "guideline": guideline.pk}
    bodies = {
        "/references/": {"csl": {"title": "T"}},
        "/guidelines/": {"title": "G", "reference_id": guideline.reference_id},
    }
    for method, path, action in DOORS:
        body = bodies.get(path, {"csl": {"title": "T"}} if "references" in path else {"title": "G"})
        answer = (
            caller.get(path.format(**known)) if method == "get" else caller.send(path.format(**known), body, method)
        )
        if action in MAY[group]:
            assert answer.status_code < 300 or answer.status_code == 409, (method, path, answer.content)
        else:
            assert answer.status_code == (401 if group == "nobody" else 403), (method, path)


def test_a_list_costs_the_same_however_many_rows_there_are(django_assert_num_queries, django_assert_max_num_queries):
    reference, caller = make_reference(), make_caller()
    make_guideline(reference)
    caller.get("/guidelines/")
    with django_assert_max_num_queries(40) as first:
        caller.get("/guidelines/")
    for _number in range(5):
        make_guideline(reference)
    with django_assert_num_queries(len(first)):
        caller.get("/guidelines/")
