import pytest
from django.contrib.auth.models import Permission, User

from pages.models import Reference

from ..factories import make_reference

pytestmark = pytest.mark.django_db

URL = "/admin/citations/draft/"
LINE = "Treede RD, Rief W. A classification of chronic pain. Pain. 2015;156(6):1003-1007."


def test_fields_are_shown_as_they_will_be_printed(admin_client):
    answer = admin_client.post(URL, {"type": "article-journal", "title": "<b>Pain</b>", "authors": "Treede, RD"}).json()
    assert answer["label"] == "Treede"
    assert answer["printed"] == "Treede RD. &lt;b&gt;Pain&lt;/b&gt;."
    assert not Reference.objects.exists()


def test_a_pasted_line_fills_the_fields(admin_client):
    fields = admin_client.post(URL, {"pasted": LINE}).json()["fields"]
    assert fields["authors"] == "Treede, RD\nRief, W"
    assert (fields["container"], fields["year"], fields["pages"]) == ("Pain", "2015", "1003-1007")


def test_what_is_odd_about_it_is_said_in_words(admin_client):
    answer = admin_client.post(URL, {"pasted": LINE.replace("2015", "201")}).json()
    assert answer["problems"] == ["“201” is not a year; it is kept as written."]


def test_a_line_that_is_none_fills_nothing(admin_client):
    assert admin_client.post(URL, {"pasted": "hello"}).json()["fields"] is None


def test_a_source_that_is_there_is_named(admin_client):
    known = make_reference(DOI="10.1234/known")
    answer = admin_client.post(URL, {"type": "book", "title": "x", "doi": "10.1234/KNOWN"}).json()
    assert [entry["label"] for entry in answer["known"]] == ["Treede 2015"]
    own = admin_client.post(URL, {"type": "book", "title": "x", "doi": "10.1234/known", "reference": known.pk}).json()
    assert own["known"] == []


def test_without_a_title_there_is_nothing_to_show(admin_client):
    make_reference()
    assert admin_client.post(URL, {"title": ""}).json() == {"label": "", "printed": "", "known": []}


def test_who_may_change_nothing_is_refused(client):
    user = User.objects.create_user("reader")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.post(URL, {"title": "x"}).status_code == 302


def test_a_number_that_no_record_has_is_nobodys(admin_client):
    assert admin_client.post(URL, {"title": "Pain", "reference": "9" * 5000}).json()["known"] == []
