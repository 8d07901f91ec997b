"""The form of a guideline leads to its rows, points out odd pairs, and leaves too many rows to the spreadsheet."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from pages.models import Guideline, Recommendation
from pages.views.edit_guideline import MOST_IN_FORM

from ..services.factories import make_guideline

pytestmark = pytest.mark.django_db

SAID = "does not pair grade and certainty of this row: CRPS"


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def url(guideline, name="edit"):
    return reverse(f"citewell_guidelines:{name}", args=[guideline.pk])


def odd_guideline():
    """A guideline with an A at low certainty."""
    guideline = make_guideline("CRPS")
    scheme = guideline.scheme
    pair = {"grade": scheme.grades.get(code="A"), "certainty_from": scheme.certainties.get(label="Low")}
    Recommendation.objects.update(**pair)
    return guideline


def posted(guideline, **row):
    """The form as it stands, with fields of the row changed."""
    stored = guideline.recommendations.get()
    fields = {
        "id": stored.pk,
        "ORDER": 1,
        "population": stored.population,
        "direction": "for",
        "grade": stored.grade_id,
        "certainty_from": stored.certainty_from_id,
    }
    data = {f"recommendations-0-{name}": value for name, value in (fields | row).items()}
    form = {"recommendations-TOTAL_FORMS": 1, "recommendations-INITIAL_FORMS": 1}
    return data | form | {"title": "Saved", "reference": guideline.reference_id, "scheme": guideline.scheme_id}


def test_it_leads_to_the_rows(admin):
    guideline = make_guideline("CRPS")
    assert url(guideline, "rows") in admin.get(url(guideline)).content.decode()


def test_an_odd_pair_shows_at_its_recommendation(admin):
    assert "An A needs high certainty. If the guideline says so" in admin.get(url(odd_guideline())).content.decode()


def test_saving_points_out_an_odd_pair_and_keeps_it(admin):
    guideline = odd_guideline()
    assert SAID in admin.post(url(guideline), posted(guideline), follow=True).content.decode()
    assert Recommendation.objects.get().grade.code == "A"
    assert Guideline.objects.get().title == "Saved"


def test_a_note_is_enough(admin):
    guideline = odd_guideline()
    page = admin.post(url(guideline), posted(guideline, pair_note="So published."), follow=True).content.decode()
    assert SAID not in page
    assert "Kept, with the note below." in admin.get(url(guideline)).content.decode()


def test_too_many_rows_are_left_to_the_spreadsheet(admin):
    guideline = make_guideline()
    rows = [Recommendation(guideline=guideline, population="x") for _ in range(MOST_IN_FORM + 1)]
    Recommendation.objects.bulk_create(rows)
    page = admin.get(url(guideline)).content.decode()
    assert f"This guideline has {MOST_IN_FORM + 1} recommendations" in page
    assert "recommendations-TOTAL_FORMS" not in page
    admin.post(url(guideline), {"title": "Saved", "reference": guideline.reference_id})
    assert Guideline.objects.get().title == "Saved"
    assert Recommendation.objects.count() == MOST_IN_FORM + 1


def test_a_circle_of_successors_is_refused_at_the_field(admin):
    third = make_guideline("CRPS")
    second = Guideline.objects.create(title="Second", reference=third.reference, superseded_by=third)
    first = Guideline.objects.create(title="First", reference=third.reference, superseded_by=second)
    answer = admin.post(url(third), posted(third, grade="", certainty_from="") | {"superseded_by": first.pk})
    assert answer.context["form"].errors["superseded_by"] == [
        "That guideline is superseded by this one, or is this one."
    ]
    third.refresh_from_db()
    assert third.superseded_by is None


def test_a_later_successor_is_saved(admin):
    first = make_guideline("CRPS")
    second = Guideline.objects.create(title="Second", reference=first.reference)
    assert (
        admin.post(url(first), posted(first, grade="", certainty_from="") | {"superseded_by": second.pk}).status_code
        == 302
    )
    first.refresh_from_db()
    assert first.superseded_by == second
