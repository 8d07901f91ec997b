import pytest
from django.urls import reverse

from pages.models import Condition, Guideline
from pages.services.schemes import CONSENSUS_2018, install_scheme

from ..factories import make_guideline, make_reference

pytestmark = pytest.mark.django_db

NAMES = ["references", "guidelines", "conditions", "grade_schemes", "people"]


@pytest.mark.parametrize("name", NAMES)
def test_each_has_a_list_and_a_form(admin_client, name):
    assert admin_client.get(reverse(f"citewell_{name}:list")).status_code == 200
    assert admin_client.get(reverse(f"citewell_{name}:add")).status_code == 200


def test_the_menu_has_all_of_them(admin_client):
    html = admin_client.get("/admin/").content.decode()
    for name in NAMES:
        assert reverse(f"citewell_{name}:list") in html


def make_row(**overrides):
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    row = {"population": "CRPS", "direction": "for", "ORDER": "1"} | overrides
    return {f"recommendations-{key}": value for key, value in rows.items()} | {
        f"recommendations-0-{key}": value for key, value in row.items()
    }


def test_a_guideline_is_written_with_its_rows(admin_client):
    reference, further = make_reference(), make_reference("Further")
    scheme = install_scheme(slug=CONSENSUS_2018)
    condition = Condition.objects.create(name="CRPS", slug="crps")
    row = make_row(grade=scheme.grades.get(code="B").pk, conditions=[condition.pk], further_citations=[further.pk])
    post = {"title": "Consensus", "reference": reference.pk, "scheme": scheme.pk} | row
    assert admin_client.post(reverse("citewell_guidelines:add"), post).status_code == 302
    written = Guideline.objects.get().recommendations.get()
    assert (written.grade.code, list(written.conditions.all()), list(written.further_citations.all())) == (
        "B",
        [condition],
        [further],
    )


def test_a_grade_is_offered_under_the_name_of_its_scheme(admin_client):
    guideline = make_guideline(make_reference())
    html = admin_client.get(reverse("citewell_guidelines:edit", args=[guideline.pk])).content.decode()
    assert f'<optgroup label="{guideline.scheme.name}">' in html


def test_only_the_chosen_further_sources_are_in_the_form(admin_client):
    guideline = make_guideline(make_reference())
    make_reference("Of no concern here")
    row = guideline.recommendations.get()
    row.further_citations = [make_reference("A further one")]
    row.save()
    html = admin_client.get(reverse("citewell_guidelines:edit", args=[guideline.pk])).content.decode()
    assert "A further one" in html
    assert "Of no concern here" not in html
