"""Pages as files: whole, packed beside themselves, within their folder, and gone without a trace."""

import gzip
from pathlib import Path, PurePosixPath

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.snapshots.files import Folder
from pages.snapshots.places import place_of


def write(folder: Path, place: PurePosixPath, body: bytes) -> bool:
    return Folder(folder).write(place, body, {"Content-Type": "text/html"})


def test_a_file_is_written_once_with_its_packed_twins(tmp_path: Path) -> None:
    place = PurePosixPath("clinic.example/pain/index.html")
    assert write(tmp_path, place, b"Pain")
    assert not write(tmp_path, place, b"Pain")
    assert gzip.decompress((tmp_path / "clinic.example/pain/index.html.gz").read_bytes()) == b"Pain"
    assert brotli.decompress((tmp_path / "clinic.example/pain/index.html.br").read_bytes()) == b"Pain"
    assert len(list((tmp_path / place).parent.iterdir())) == 3


def test_new_words_are_packed_anew(tmp_path: Path) -> None:
    place = PurePosixPath("clinic.example/index.html")
    write(tmp_path, place, b"Old")
    assert write(tmp_path, place, b"New")
    assert gzip.decompress((tmp_path / "clinic.example/index.html.gz").read_bytes()) == b"New"


def test_a_twin_that_is_missing_is_made(tmp_path: Path) -> None:
    place = PurePosixPath("clinic.example/index.html")
    write(tmp_path, place, b"Pain")
    (tmp_path / "clinic.example/index.html.br").unlink()
    assert write(tmp_path, place, b"Pain")
    assert (tmp_path / "clinic.example/index.html.br").exists()


def test_what_is_removed_leaves_no_empty_folder_and_takes_no_neighbour(tmp_path: Path) -> None:
    for place in ("clinic.example/a/b/index.html", "clinic.example/index.html"):
        write(tmp_path, PurePosixPath(place), b"Pain")
    for _time in range(2):
        Folder(tmp_path).remove([PurePosixPath("clinic.example/a/b/index.html")])
    assert Folder(tmp_path).read_places() == {PurePosixPath("clinic.example/index.html")}
    assert not (tmp_path / "clinic.example/a").exists()
    Folder(tmp_path).remove([PurePosixPath("clinic.example/index.html")])
    assert tmp_path.exists()


@pytest.mark.parametrize(
    "path", ["/../etc/", "/a/./b/", "/a//b/", "/%2e%2e/", "/a%2Fb/", "/a%00/", "/a%5Cb/", f"/{'a' * 300}/", "/c:/"]
)
def test_an_address_that_is_no_name_of_a_file_has_no_place(path: str) -> None:
    assert place_of("clinic.example", path) is None


@given(st.text(), st.text())
def test_no_address_leads_out_of_its_host_s_folder(host: str, path: str) -> None:
    place = place_of(host, path)
    assert place is None or (".." not in place.parts and not place.is_absolute() and place.parts[0] == host)


@given(st.lists(st.text("abcä-", min_size=1, max_size=9), max_size=4, unique=True))
def test_two_addresses_have_two_places(parts: list[str]) -> None:
    places = [place_of("h", "/".join(parts[:count])) for count in range(len(parts) + 1)]
    assert len(set(places)) == len(places)


def test_the_headers_are_left_alone_while_they_are_the_same(tmp_path: Path) -> None:
    Folder(tmp_path / "new").finish("a")
    before = (tmp_path / "new/headers.conf").stat().st_mtime_ns
    Folder(tmp_path / "new").finish("a")
    assert (tmp_path / "new/headers.conf").stat().st_mtime_ns == before
