"""Rows go out as a file and come back over a preview; only what was previewed, by whom, is carried out."""

import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pages.models import Guideline, Recommendation
from pages.rows.read import read_file

from ..factories import make_condition_page, make_table
from ..rendered import read
from ..services.factories import make_guideline, populations

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def url(guideline, name="rows"):
    return reverse(f"citewell_guidelines:{name}", args=[guideline.pk])


def preview(client, guideline, text="", **data):
    return client.post(url(guideline), {"text": text, **data})


def parcel(response):
    found = re.search(r'name="parcel" value="([^"]*)"', response.content.decode())
    return unescape(found[1]) if found else ""


def confirm(client, guideline, sealed, **data):
    return client.post(url(guideline, "rows_confirm"), {"parcel": sealed, **data}, follow=True)


def make_editor(client, *permissions):
    """Sign somebody in who may enter the admin and has these permissions."""
    user = get_user_model().objects.create_user("nora", password="pass")
    group = Group.objects.create(name="Guideline editors")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_download_is_read_back(admin, kind):
    guideline = make_guideline("CRPS", "=1+1")
    response = admin.get(url(guideline, "rows_download"), {"format": kind})
    assert re.search(rf'filename="ketamine-\d+\.{kind}"', response["Content-Disposition"])
    assert [row.cells["population"] for row in read_file(response.content).rows] == ["CRPS", "=1+1"]


def test_another_format_is_not_found(admin):
    assert admin.get(url(make_guideline(), "rows_download"), {"format": "exe"}).status_code == 404


def test_what_xlsx_has_no_room_for_is_said(admin):
    response = admin.get(
        url(make_guideline("x", statement="x" * 40_000), "rows_download"), {"format": "xlsx"}, follow=True
    )
    assert "take CSV" in response.content.decode()


def test_the_page_offers_both_files_and_takes_one_back(admin):
    page = admin.get(url(make_guideline("CRPS"))).content.decode()
    assert "Download XLSX" in page
    assert "The guideline has 1 row." in page
    assert 'name="file"' in page


def test_the_preview_shows_each_cell_and_saves_nothing(admin):
    guideline = make_guideline("CRPS")
    page = preview(admin, guideline, "population\tstrength\nCRPS\tmoderate\nPHN\tweak\n").content.decode()
    assert "<ins>moderate</ins>" in page
    assert "Row 3: PHN" in page
    assert populations(guideline) == ["CRPS"]


def test_what_was_previewed_is_imported(admin):
    guideline = make_guideline("CRPS")
    response = confirm(admin, guideline, parcel(preview(admin, guideline, "population\nCRPS\nPHN\n")))
    assert "Rows imported: 1 new, 0 changed, 0 removed." in response.content.decode()
    assert populations(guideline) == ["CRPS", "PHN"]
    assert ModelLogEntry.objects.filter(action="citewell_pages.import_rows").exists()


def test_a_grade_that_is_changed_in_the_admin_shows_on_the_page_at_the_next_request(admin):
    guideline = make_guideline("CRPS")
    page = make_condition_page(body=[make_table(guideline)])
    shown = []
    for letter in ("B", "C"):
        confirm(admin, guideline, parcel(preview(admin, guideline, f"population\tgrade\nCRPS\t{letter}\n")))
        shown.append(read(page).find("a", class_="cw-grade__code").get_text())
    assert shown == ["B", "C"]


def test_an_uploaded_file_is_read(admin):
    guideline = make_guideline("CRPS")
    upload = SimpleUploadedFile("rows.csv", b"\xef\xbb\xbfpopulation,strength\r\nCRPS,weak\r\n")
    confirm(admin, guideline, parcel(preview(admin, guideline, file=upload)))
    assert Recommendation.objects.get().strength == "weak"


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ";"), ("utf-8-sig", ";"), ("utf-8-sig", "\t"), ("cp1252", ";"), ("utf-16", ","), ("utf-16", ";")],
)
def test_a_file_is_read_however_a_spreadsheet_program_wrote_it(admin, encoding, delimiter):
    guideline = make_guideline()
    text = "population|strength\r\nMénière’s – “x”|weak\r\n".replace("|", delimiter)
    upload = SimpleUploadedFile("rows.csv", text.encode(encoding))
    confirm(admin, guideline, parcel(preview(admin, guideline, file=upload)))
    assert Recommendation.objects.values_list("population", "strength").get() == ("Ménière’s – “x”", "weak")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a,b\r\n1,2\r\n", "The first row must name the columns"),
        (b"population,letter\r\nCRPS,B\r\n", "There is no column called “letter”."),
        (b"population;grade;grade\r\nCRPS;B;C\r\n", "there twice"),
        (b"%PDF-1.7 \x00\x01", "population"),
    ],
)
def test_a_file_with_wrong_columns_or_of_another_kind_is_refused_with_a_sentence(admin, data, sentence):
    guideline = make_guideline("CRPS")
    response = preview(admin, guideline, file=SimpleUploadedFile("rows.csv", data))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert parcel(response) == ""
    assert populations(guideline) == ["CRPS"]


@pytest.mark.parametrize(("asked", "left"), [({}, ["CRPS", "PHN"]), ({"remove_missing": "on"}, ["PHN"])])
def test_rows_that_are_not_in_the_file_go_only_when_asked(admin, asked, left):
    guideline = make_guideline("CRPS", "PHN")
    confirm(admin, guideline, parcel(preview(admin, guideline, "population\nPHN\n")), **asked)
    assert populations(guideline) == left


def test_a_wrong_cell_is_named_and_cannot_be_confirmed(admin):
    guideline = make_guideline("CRPS")
    response = preview(admin, guideline, "population\tgrade\nCRPS\tZ\n")
    page = response.content.decode()
    assert re.search(r'<th scope="row">2</th>\s*<td><code>grade</code></td>\s*<td>[^<]*has no grade “Z”', page)
    assert parcel(response) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("population\tletter\nCRPS\tB\n", "There is no column called “letter”."),
        ("name\nCRPS\n", "The first row must name the columns"),
        ("", "Choose a file, or paste cells."),
        ("population\n", "nothing would change"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(admin, text, sentence):
    assert sentence in preview(admin, make_guideline(), text).content.decode()


def test_both_at_once_are_refused(admin):
    upload = SimpleUploadedFile("rows.csv", b"population\nCRPS\n")
    assert "not both" in preview(admin, make_guideline(), "population\nx\n", file=upload).content.decode()


def test_an_odd_pair_is_pointed_out_with_the_reason_and_can_be_imported(admin):
    guideline = make_guideline("CRPS")
    response = preview(admin, guideline, "population\tgrade\tcertainty_from\nCRPS\tB\tLow\n")
    assert "A B needs at least moderate certainty." in response.content.decode()
    confirm(admin, guideline, parcel(response))
    assert Recommendation.objects.get().grade.code == "B"


def test_markup_in_a_cell_is_text(admin):
    page = preview(admin, make_guideline(), "population\tstrength\n<script>a()</script>\t<b>x</b>\n").content.decode()
    assert "<script>a()" not in page
    assert "&lt;script&gt;a()" in page


def test_a_guideline_that_changed_meanwhile_is_left(admin):
    guideline = make_guideline("CRPS")
    sealed = parcel(preview(admin, guideline, "population\nPHN\n"))
    Recommendation.objects.update(population="Other")
    assert "changed since the preview" in confirm(admin, guideline, sealed).content.decode()
    assert populations(guideline) == ["Other"]


def test_a_parcel_is_of_one_guideline_one_user_and_not_made_up(admin, client):
    guideline = make_guideline("CRPS")
    sealed = parcel(preview(admin, guideline, "population\nPHN\n"))
    other = Guideline.objects.create(title="Other", reference=guideline.reference)
    assert "was not made here" in confirm(admin, other, sealed).content.decode()
    assert "was not made here" in confirm(admin, guideline, sealed[:-2]).content.decode()
    assert "was not made here" in confirm(make_editor(client, "change_guideline"), guideline, sealed).content.decode()
    assert Recommendation.objects.count() == 1


@pytest.mark.parametrize("name", ["rows", "rows_download", "rows_confirm"])
def test_who_may_not_change_guidelines_stays_outside(client, name):
    guideline = make_guideline("CRPS")
    editor = make_editor(client, "view_guideline")
    for response in (editor.get(url(guideline, name)), editor.post(url(guideline, name), {"text": "population\nx\n"})):
        assert response.status_code in (302, 403, 405)
        assert "population" not in response.content.decode()
    assert populations(guideline) == ["CRPS"]


def test_who_may_change_guidelines_may_enter(client):
    guideline = make_guideline("CRPS")
    assert make_editor(client, "change_guideline").get(url(guideline)).status_code == 200


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30])
def test_no_such_guideline(admin, pk):
    assert admin.get(reverse("citewell_guidelines:rows", args=[pk])).status_code == 404


def test_2000_rows_are_previewed_and_imported(admin):
    guideline = make_guideline()
    response = preview(admin, guideline, "population\n" + "".join(f"Row {n}\n" for n in range(2000)))
    assert "And 1800 more." in response.content.decode().replace(",", "")
    confirm(admin, guideline, parcel(response))
    assert Recommendation.objects.count() == 2000
