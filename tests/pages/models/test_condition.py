import pytest
from django.urls import reverse

from pages.models import Condition

pytestmark = pytest.mark.django_db


def make_post(code, system="SNOMED CT"):
    post = {"name": "CRPS", "slug": "crps", "summary": "", "synonyms": "RSD"}
    post |= {"codes-TOTAL_FORMS": "1", "codes-INITIAL_FORMS": "0", "codes-MIN_NUM_FORMS": "0"}
    row = {"system": system, "code": code, "version": "", "ORDER": "1"}
    return post | {"codes-MAX_NUM_FORMS": "1000"} | {f"codes-0-{key}": value for key, value in row.items()}


def test_a_condition_is_written_with_its_code(admin_client):
    assert admin_client.post(reverse("citewell_conditions:add"), make_post("128200000")).status_code == 302
    assert Condition.objects.get().codes.get().code == "128200000"


def test_a_mistyped_code_is_refused_beside_its_field(admin_client):
    response = admin_client.post(reverse("citewell_conditions:add"), make_post("128300000"))
    [errors] = response.context["form"].formsets["codes"].errors
    assert "mistyped" in errors["code"][0]
    assert not Condition.objects.exists()


def test_a_missing_code_is_told_once(admin_client):
    response = admin_client.post(reverse("citewell_conditions:add"), make_post(""))
    [errors] = response.context["form"].formsets["codes"].errors
    assert len(errors["code"]) == 1


def test_other_names_come_once_and_never_as_the_name_itself():
    condition = Condition(name="CRPS", synonyms="RSD\n causalgia \nrsd\n\ncrps\nCausalgia")
    assert condition.other_names == ["RSD", "causalgia"]
