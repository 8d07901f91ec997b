"""The admin's import: form, preview, confirmation, and who may use it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission

from pages.models import ConditionPage, Reference
from tests.pages.article.imports import FILES, TWIN, make_index
from tests.pages.article.test_read_docx import make_docx

pytestmark = pytest.mark.django_db
START = "citewell_import:index"


@pytest.fixture
def index():
    return make_index()


@pytest.fixture
def admin(client):
    user = get_user_model().objects.create_superuser("admin", "admin@example.org", "pass")
    client.force_login(user)
    return client


def make_editor(*, may_add_under=None):
    user = get_user_model().objects.create_user("editor", "editor@example.org", "pass")
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    if may_add_under:
        add = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
        GroupPagePermission.objects.create(group=group, page=may_add_under, permission=add)
    return user


def preview(client, index, **data):
    return client.post(reverse(START), {"text": "", "parent": index.pk, **data})


def parcel(response):
    return re.search(r'name="parcel" value="([^"]+)"', response.content.decode())[1]


def confirm(client, value):
    return client.post(reverse("citewell_import:confirm"), {"parcel": value})


def test_form_is_in_the_menu_and_opens(admin, index):
    response = admin.get(reverse(START))
    assert response.status_code == 200
    assert "Import article" in response.content.decode()


@pytest.mark.parametrize("path", FILES)
def test_preview_shows_what_was_understood_and_saves_nothing(admin, index, path):
    page = preview(admin, index, text=path.read_text()).content.decode()
    for expected in (
        "Line 39" if path != TWIN else "Line",
        "“201” is not a year",
        "spinal cord injury",
        "Treede R, Rief W",
    ):
        assert expected in page
    assert page.count("cw-import__marker") == 4
    assert (ConditionPage.objects.count(), Reference.objects.count()) == (0, 0)


def test_confirmation_makes_a_draft_and_opens_its_editor(admin, index):
    response = confirm(admin, parcel(preview(admin, index, text=TWIN.read_text())))
    page = ConditionPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.get_parent().pk, page.owner.username) == (False, index.pk, "admin")
    assert "is now a draft" in admin.get(response.url).content.decode()


def test_upload_of_a_word_document(admin, index):
    file = SimpleUploadedFile("pain.docx", make_docx())
    confirm(admin, parcel(preview(admin, index, file=file)))
    assert ConditionPage.objects.get().title == "On Pain"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file, or paste"),
        ({"text": "hello"}, "does not look like an article"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, "PDF cannot be read"),
        ({"file": SimpleUploadedFile("a.txt", b"x" * (6 * 1024 * 1024))}, "larger than 5 MB"),
    ],
)
def test_bad_input_is_said_at_the_form(admin, index, data, sentence):
    for upload in data.values():
        if hasattr(upload, "seek"):
            upload.seek(0)
    page = preview(admin, index, **data).content.decode()
    assert sentence in page
    assert not ConditionPage.objects.exists()


def test_known_references_are_named_in_the_preview(admin, index):
    confirm(admin, parcel(preview(admin, index, text=TWIN.read_text())))
    page = preview(admin, index, text=TWIN.read_text()).content.decode()
    assert "In the library: Treede 2015" in page
    assert "There is a page of this title already" in page


def test_script_in_an_article_is_text_in_the_preview(admin, index):
    text = "On Pain\n\nPain <script>alert(1)</script> is common in people and in children."
    assert "<script>alert(1)" not in preview(admin, index, text=text).content.decode()


@pytest.mark.parametrize("value", ["", "forged", "eyJhIjoxfQ:1abc:def"])
def test_forged_parcel_makes_nothing(admin, index, value):
    assert confirm(admin, value).url == reverse(START)
    assert not ConditionPage.objects.exists()


def test_parcel_of_another_user_makes_nothing(admin, index, client):
    value = parcel(preview(admin, index, text=TWIN.read_text()))
    client.force_login(make_editor(may_add_under=index))
    assert confirm(client, value).url == reverse(START)
    assert not ConditionPage.objects.exists()


def test_editor_who_may_not_add_pages_is_kept_out(client, index):
    client.force_login(make_editor())
    assert client.get(reverse(START)).status_code in {302, 403}
    assert "import-article" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_editor_who_may_add_pages_can_import(client, index):
    client.force_login(make_editor(may_add_under=index))
    confirm(client, parcel(preview(client, index, text=TWIN.read_text())))
    assert ConditionPage.objects.get().owner.username == "editor"


def test_visitor_is_sent_to_the_login(client, index):
    assert "login" in client.get(reverse(START)).url
