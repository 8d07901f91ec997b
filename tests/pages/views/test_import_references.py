"""Import references in the admin: form, preview, confirmation, result, and who may use it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pages.formats.reading import MAX_FILE_BYTES
from pages.models import Reference
from pages.services.references import save_reference
from tests.pages.formats.test_fixtures import FILES, FIXTURES

pytestmark = pytest.mark.django_db
START = "citewell_import_references:index"
ONE = "TY  - JOUR\nTI  - Pain and sleep\nAU  - Ng, A\nPY  - 2015\nVL  - 3\nDO  - 10.1000/a\nER  - \n"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def make_editor(client, *permissions):
    user = get_user_model().objects.create_user("editor", "editor@example.org", "pass")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user)
    return user


def upload(client, content):
    file = SimpleUploadedFile("export.bin", content if isinstance(content, bytes) else content.encode())
    return client.post(reverse(START), {"file": file, "text": ""}, follow=True)


def confirm(client, preview, **data):
    return client.post(preview.request["PATH_INFO"], {"upload": preview.context["upload"], **data}, follow=True)


def counts(response):
    return {name: response.context["counts"][name] for name in ("new", "known", "differing", "rejected")}


def test_the_list_of_the_library_leads_here(admin):
    page = admin.get(reverse("citewell_references:list")).content.decode()
    assert f'href="{reverse(START)}"' in page
    assert admin.get(reverse(START)).status_code == 200


def test_preview_writes_nothing_and_the_confirmation_imports(admin):
    preview = upload(admin, ONE)
    assert counts(preview) == {"new": 1, "known": 0, "differing": 0, "rejected": 0}
    assert "Ng A. Pain and sleep." in preview.content.decode()
    assert not Reference.objects.exists()
    result = confirm(admin, preview)
    assert "1 reference was added to the library." in " ".join(result.content.decode().split())
    assert Reference.objects.get().latest_revision.user.username == "admin"


def test_an_upload_is_imported_once(admin):
    preview = upload(admin, ONE)
    confirm(admin, preview)
    assert "may have been imported already" in confirm(admin, preview).content.decode()
    assert Reference.objects.count() == 1


def test_pasted_references_are_read(admin):
    line = "Ng A, Ruiz B. Pain and sleep. Pain. 2015;156(6):1003-1007.\nSee the leaflet"
    preview = admin.post(reverse(START), {"text": line}, follow=True)
    assert counts(preview) == {"new": 1, "known": 0, "differing": 0, "rejected": 1}
    assert "<strong>Line 2</strong>" in preview.content.decode()


def test_differences_are_shown_and_taken_over_only_if_asked(admin):
    save_reference(csl={"type": "article-journal", "title": "Pain and sleep", "volume": "2", "DOI": "10.1000/a"})
    preview = upload(admin, ONE)
    page = preview.content.decode()
    assert counts(preview)["differing"] == 1
    assert "<td>2</td>" in page
    assert "<td>3</td>" in page
    confirm(admin, preview)
    assert Reference.objects.get().csl["volume"] == "2"
    confirm(admin, upload(admin, ONE), update="999999")
    assert Reference.objects.get().csl["volume"] == "2"
    confirm(admin, upload(admin, ONE), update=str(Reference.objects.get().pk))
    assert Reference.objects.get().csl["volume"] == "3"


def test_all_differences_are_taken_over_at_once(admin):
    two = ONE + ONE.replace("/a", "/b").replace("sleep", "work")
    confirm(admin, upload(admin, two.replace("VL  - 3", "VL  - 2")))
    result = confirm(admin, upload(admin, two), update_all="on")
    assert "2 were brought up to date." in " ".join(result.content.decode().split())
    assert {reference.csl["volume"] for reference in Reference.objects.all()} == {"3"}


def test_a_mixed_folder_goes_in_and_the_counts_add_up(admin):
    for name, _, stored, rejected in FILES:
        before = Reference.objects.count()
        preview = upload(admin, (FIXTURES / name).read_bytes())
        found = counts(preview)
        assert sum(found.values()) == stored + len(rejected), name
        confirm(admin, preview)
        assert Reference.objects.count() == before + found["new"], name
    for name, *_ in FILES:
        assert counts(upload(admin, (FIXTURES / name).read_bytes()))["new"] == 0, name


def test_script_is_escaped_on_every_page(admin):
    hostile = (
        ONE.replace("Pain and sleep", SCRIPT)
        .replace("Ng, A", f"{SCRIPT}, {SCRIPT}")
        .replace("VL  - 3", f"VL  - {SCRIPT}")
    )
    save_reference(csl={"type": "book", "title": SCRIPT + SCRIPT, "DOI": "10.1000/a"})
    for content in (hostile, hostile.replace("10.1000/a", "10.1000/b")):
        preview = upload(admin, content)
        assert SCRIPT not in preview.content.decode()
        assert "&lt;script&gt;" in preview.content.decode()
    assert SCRIPT not in confirm(admin, preview).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "This is a PDF file, not a list of references"),
        (b"a\0b" * 50, "This is not a text file."),
        (b"", "The file is empty."),
        (b"@comment{x}", "No reference was found in this file."),
        (b"%0 Book\n%T x\n", "EndNote tagged file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(admin, content, sentence):
    assert sentence in upload(admin, content).content.decode()


def test_a_file_over_the_limit_is_refused(admin, monkeypatch):
    monkeypatch.setattr("pages.formats.decode.MAX_FILE_BYTES", 10)
    assert MAX_FILE_BYTES == 50 * 2**20
    assert "split it and import the parts" in upload(admin, ONE).content.decode()


@pytest.mark.parametrize("data", [{"text": ""}, {"text": " \n"}])
def test_nothing_given_is_said(admin, data):
    assert "Choose a file, or paste the references below." in admin.post(reverse(START), data).content.decode()


def test_addresses_without_an_upload_lead_back(admin):
    for step in ("preview", "result"):
        response = admin.get(reverse(f"citewell_import_references:{step}"))
        assert (response.status_code, response.url) == (302, reverse(START))


@pytest.mark.parametrize("step", ["index", "preview", "result"])
def test_without_the_right_to_add_nothing_is_open(client, step):
    make_editor(client, "change_reference")
    address = reverse(f"citewell_import_references:{step}")
    for response in (client.get(address), client.post(address, {"text": ONE})):
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")


def test_without_the_right_to_change_nothing_is_overwritten(client):
    make_editor(client, "add_reference")
    save_reference(csl={"type": "article-journal", "title": "Pain and sleep", "volume": "2", "DOI": "10.1000/a"})
    preview = upload(client, ONE + ONE.replace("/a", "/b").replace("sleep", "work"))
    assert 'name="update"' not in preview.content.decode()
    confirm(client, preview, update_all="on")
    assert Reference.objects.get(doi="10.1000/a").csl["volume"] == "2"


def test_the_upload_of_another_is_not_opened(client, admin):
    token = upload(admin, ONE).context["upload"]
    make_editor(client, "add_reference")
    response = client.get(reverse("citewell_import_references:preview"), {"upload": token})
    assert response.url == reverse(START)
