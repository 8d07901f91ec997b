import json

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from pages.models import Reference

from ..factories import make_reference

pytestmark = pytest.mark.django_db

CHOOSE = "/admin/citations/"


def locate_url(reference):
    return reverse("citewell_citations:chosen", args=[reference.pk])


def test_the_library_is_offered_latest_first_with_the_printed_line(admin_client):
    make_reference("Old")
    make_reference("New", **{"container-title": "Lancet"})
    step = admin_client.get(CHOOSE).json()
    assert step["step"] == "choose"
    assert step["html"].index("RD. New. Lancet.") < step["html"].index("RD. Old.")


def test_results_follow_what_is_typed(admin_client):
    make_reference("One")
    make_reference("Two", author=[{"family": "Cohen"}])
    html = admin_client.get(CHOOSE + "results/", {"q": "cohen"}).content.decode()
    assert "Cohen 2015" in html
    assert "Treede 2015" not in html


def test_where_nothing_is_found_the_way_on_is_named(admin_client):
    assert "Add new" in admin_client.get(CHOOSE + "results/", {"q": "zebra"}).content.decode()


def test_a_retracted_source_is_marked(admin_client):
    make_reference()
    Reference.objects.update(status="retracted")
    assert "cw-status--retracted" in admin_client.get(CHOOSE).json()["html"]


def test_the_source_before_the_caret_can_be_changed_instead(admin_client):
    reference = make_reference()
    html = admin_client.get(CHOOSE, {"before": reference.pk}).json()["html"]
    assert locate_url(reference) in html.split("data-cw-change")[0].rpartition("<a")[2]
    assert "data-cw-change" not in admin_client.get(CHOOSE, {"before": "x"}).json()["html"]


def test_a_source_is_chosen_with_where_in_it(admin_client):
    reference = make_reference()
    asked = admin_client.get(locate_url(reference), {"locator": "p. 3"}).json()
    assert asked["step"] == "locate"
    assert 'value="p. 3"' in asked["html"]
    chosen = admin_client.post(locate_url(reference), {"locator": "  p. 4 "}).json()
    assert chosen == {
        "step": "chosen",
        "result": {
            "id": reference.pk,
            "locator": "p. 4",
            "label": "Treede 2015",
            "title": "A classification of chronic pain",
            "status": "ok",
        },
    }


def test_a_locator_that_is_too_long_is_asked_again(admin_client):
    step = admin_client.post(locate_url(make_reference()), {"locator": "x" * 61}).json()
    assert step["step"] == "locate"
    assert "60" in step["html"]


@pytest.mark.parametrize("pk", ["999", "x", "٣"])
def test_no_such_source(admin_client, pk):
    assert admin_client.get(f"{CHOOSE}chosen/{pk}/").status_code == 404


def test_a_new_source_goes_on_to_where_in_it(admin_client):
    step = admin_client.post(CHOOSE + "create/", {"type": "book", "title": "New", "authors": "Cohen, SP"}).json()
    assert step["step"] == "locate"
    assert Reference.objects.get().label == "Cohen"
    assert locate_url(Reference.objects.get()) in step["html"]


def test_a_source_that_is_there_is_not_added_again(admin_client):
    make_reference(DOI="10.1234/known")
    step = admin_client.post(CHOOSE + "create/", {"type": "book", "title": "New", "doi": "10.1234/known"}).json()
    assert step["step"] == "reshow_creation_form"
    assert "The library has this already: Treede 2015." in step["htmlFragment"]
    assert Reference.objects.count() == 1


@pytest.mark.parametrize("url", [CHOOSE, CHOOSE + "create/", CHOOSE + "draft/"])
def test_visitors_get_none_of_it(client, url):
    assert client.post(url).status_code in {302, 403}


def test_who_may_not_add_gets_no_form(client):
    user = User.objects.create_user("reader")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert "data-chooser-modal-creation-form" not in client.get(CHOOSE).json()["html"]
    assert client.post(CHOOSE + "create/", {"title": "New", "type": "book"}).status_code == 302
    assert not Reference.objects.exists()


def test_what_is_chosen_for_a_field_has_its_label(admin_client):
    reference = make_reference()
    url = reverse("wagtailsnippetchoosers_citewell_pages_reference:chosen", args=[reference.pk])
    assert json.loads(admin_client.get(url).content)["result"]["string"] == "Treede 2015"


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000])
def test_a_number_that_no_record_has_finds_nothing(admin_client, number):
    assert admin_client.get(CHOOSE, {"before": number}).status_code == 200
    assert admin_client.get(f"{CHOOSE}chosen/{number}/").status_code == 404
