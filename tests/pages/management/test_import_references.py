"""The two commands of the reference library: contract, refusals in one sentence, files that are whole."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from pages.formats.reading import MAX_FILE_BYTES
from pages.models import Reference

pytestmark = pytest.mark.django_db

RIS = "TY  - JOUR\nTI  - {}\nAU  - Ng, A\nPY  - 2015\nVL  - {}\nDO  - 10.1000/{}\nER  - \n"


def run(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def make_file(folder, text, name="export.txt"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_counts_add_up_in_json(tmp_path):
    run("import_references", make_file(tmp_path, RIS.format("One", 1, 1) + RIS.format("Two", 1, 2)))
    again = RIS.format("One", 1, 1) + RIS.format("Two", 9, 2) + RIS.format("Three", 1, 3) + "TY  - JOUR\nER  - \n"
    answer = json.loads(run("import_references", make_file(tmp_path, again), "--json", "--dry-run"))
    assert (answer["records"], answer["new"], answer["known"], answer["differing"]) == (4, 1, 1, 1)
    assert answer["rejected"] == [{"line": 22, "code": "no-title", "message": "This record has no title."}]
    assert answer["differences"][0]["fields"] == [{"field": "volume", "ours": "1", "theirs": "9"}]
    assert Reference.objects.count() == 2


def test_update_is_asked_for(tmp_path):
    run("import_references", make_file(tmp_path, RIS.format("One", 1, 1)))
    path = make_file(tmp_path, RIS.format("One", 2, 1))
    assert "0 updated" in run("import_references", path)
    assert "1 updated" in run("import_references", path, "--update")
    assert Reference.objects.get().csl["volume"] == "2"


def test_the_format_may_be_said(tmp_path):
    path = make_file(tmp_path, "PMID- 7\nTI  - Pain and sleep.\nDP  - 2015 Jun\n")
    for name in ("medline", "nbib"):
        assert json.loads(run("import_references", path, "--format", name, "--json", "--dry-run"))["new"] == 1
    assert json.loads(run("import_references", path, "--format", "line", "--json", "--dry-run"))["new"] == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 ...", "This is a PDF file, not a list of references"),
        (b"\x00\x01\x02" * 100, "This is not a text file."),
        (b"<html><body>x</body></html>", "This is a web page, which cannot be read"),
        (b"%0 Journal Article\n%T x\n", "This is an EndNote tagged file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("import_references", make_file(tmp_path, content))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run("import_references", tmp_path / "none.ris")


def test_200_megabytes_are_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "huge.ris"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    assert path.stat().st_size > MAX_FILE_BYTES
    monkeypatch.setattr("pathlib.Path.read_bytes", None)
    with pytest.raises(CommandError, match="larger than 50 MB"):
        run("import_references", path)


@pytest.mark.parametrize("format", ["csl-json", "ris", "bibtex"])
def test_export_to_a_file_comes_back_as_known(tmp_path, format):
    run("import_references", make_file(tmp_path, RIS.format("Ünë {50%}", 1, 1)))
    run("export_references", "--format", format, "-o", tmp_path / "out")
    assert json.loads(run("import_references", tmp_path / "out", "--json"))["known"] == 1


def test_export_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    run("import_references", make_file(tmp_path, RIS.format("One", 1, 1)))
    old = make_file(tmp_path, "old", "out.json")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CommandError, match="No space left"):
        run("export_references", "-o", old)
    assert (old.read_text(), len(list(tmp_path.iterdir()))) == ("old", 2)
