"""The addresses that the form of a reference asks, and what they refuse."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from pages.csl.fields import to_fields
from pages.csl.parse import parse_reference
from pages.models import Reference
from pages.services.references import save_reference

from ..lookup.factories import KETAMINE, PRINTED, RETRACTED, asking, crossref_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def look_up(client, identifier, **fields):
    return client.post(reverse("citewell_citations:look_up"), {"identifier": identifier, **fields})


def rows(response):
    return {next(iter(row["values"])): row for row in response.json()["rows"]}


def test_an_empty_form_would_be_filled(admin, settings):
    with asking(settings):
        found = rows(look_up(admin, f"https://doi.org/{KETAMINE}"))
    assert found["volume"] == {
        "label": "Volume",
        "ours": "",
        "theirs": "124",
        "values": {"volume": "124"},
        "fill": True,
        "lost": [],
    }
    assert found["authors"]["values"]["authors"] == "Maher, Dermot P.\nChen, Lucy\nMao, Jianren"
    assert found["year"]["values"] == {"year": "2017", "month": "2", "day": ""}
    assert not Reference.objects.exists()


def test_the_lost_word_of_the_third_reference_stands_beside_the_title(admin, settings):
    printed = to_fields(parse_reference(PRINTED).item)
    with asking(settings):
        found = rows(look_up(admin, KETAMINE, **printed))
    assert (found["title"]["lost"], found["title"]["fill"]) == (["Ketamine"], True)
    assert found["authors"]["values"]["et_al"] == ""
    assert found["year"]["ours"] == "201"


def test_what_is_only_written_otherwise_is_not_ticked(admin, settings):
    with asking(settings):
        found = rows(look_up(admin, KETAMINE, **to_fields(parse_reference(PRINTED).item)))
    assert (found["container"]["ours"], found["container"]["fill"]) == ("Anesth Analg", False)


def test_a_retraction_is_said_first(admin, settings):
    with asking(settings):
        notices = look_up(admin, RETRACTED).json()["notices"]
    assert notices[0].startswith("Crossref (Retraction Watch): Retraction, 2010-02-06")


def test_the_standing_is_offered_with_the_fields_and_never_a_better_one(admin, settings):
    with asking(settings):
        offered = rows(look_up(admin, RETRACTED, status="ok"))["status"]["values"]
        known = rows(look_up(admin, RETRACTED, status="retracted"))
    assert offered["status"] == "retracted"
    assert offered["status_source"].startswith("Crossref (Retraction Watch): Retraction")
    assert "status" not in known


@pytest.mark.parametrize(
    ("identifier", "status", "sentence"),
    [
        ("Maher 2017", 422, "“Maher 2017” is neither a DOI nor a PubMed id."),
        ("", 422, "Give a DOI or a PubMed id to look up."),
        ("10.5555/nowhere", 404, "Neither Crossref nor PubMed has a record of 10.5555/nowhere."),
    ],
)
def test_one_sentence_where_there_is_no_record(admin, settings, identifier, status, sentence):
    with asking(settings):
        response = look_up(admin, identifier)
    assert (response.status_code, response.json()) == (status, {"error": sentence})


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((500, b"oops"), "Crossref refused to answer (status 500)."),
        ((200, b"<html>"), "Crossref sent an answer that could not be read."),
    ],
)
def test_one_sentence_where_the_source_fails(admin, settings, answer, sentence):
    with asking(settings, {crossref_path(KETAMINE): answer}):
        response = look_up(admin, KETAMINE)
    assert (response.status_code, response.json()["error"]) == (503, sentence)


def test_without_a_network_the_form_says_so(admin, settings):
    with asking(settings):
        settings.CITEWELL_CROSSREF_URL = "http://127.0.0.1:1"
        response = look_up(admin, KETAMINE)
    assert response.json()["error"].startswith("Crossref could not be reached; fill in the fields by hand")


def test_checking_a_reference_stores_and_says_its_standing(admin, settings):
    reference = save_reference(csl={"type": "article-journal", "title": "Ileal", "DOI": RETRACTED})
    with asking(settings):
        answer = admin.post(reverse("citewell_citations:check", args=[reference.pk])).json()
    reference.refresh_from_db()
    assert reference.status == "retracted"
    assert answer["standing"][0].startswith("Retracted, according to Crossref (Retraction Watch): Retraction")
    assert answer["standing"][1] == "Not verified against another record."


def test_checking_says_the_standing_also_where_there_is_no_record(admin, settings):
    reference = save_reference(csl={"type": "book", "title": "Pain", "DOI": "10.5555/nowhere"})
    with asking(settings):
        response = admin.post(reverse("citewell_citations:check", args=[reference.pk]))
    assert response.status_code == 404
    assert "not listed" in response.json()["standing"][0]


def test_the_edit_form_shows_the_standing(admin):
    reference = save_reference(csl={"type": "book", "title": "Pain"})
    page = admin.get(reverse("citewell_references:edit", args=[reference.pk])).content.decode()
    assert "Nobody has been asked yet whether it was corrected or retracted." in page
    assert reverse("citewell_citations:check", args=[reference.pk]) in page


def test_who_may_not_touch_the_library_is_refused(client):
    user = get_user_model().objects.create_user("reader", "reader@example.org", "pass")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert look_up(client, KETAMINE, **{}).status_code in {302, 403}


def test_visitors_and_links_ask_nobody(client, admin):
    assert admin.get(reverse("citewell_citations:look_up")).status_code == 405
    client.logout()
    assert look_up(client, KETAMINE).status_code in {302, 403}


def test_each_field_stands_in_the_form_once(admin):
    page = admin.get(reverse("citewell_references:add")).content.decode()
    for name in ("pasted", "title", "doi", "status"):
        assert page.count(f'name="{name}"') == 1
