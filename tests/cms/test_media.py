"""Which uploaded files have an address of their own: pictures, and nothing that has readers of its own."""

import pytest

from cms.urls import urlpatterns


@pytest.fixture
def media(tmp_path):
    """The folder of uploads, with one file of each kind."""
    for folder in ("images", "original_images", "avatar_images", "documents", "imports"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file.txt").write_text("words")
    return tmp_path


@pytest.fixture
def get(client, media, monkeypatch):
    """Ask for a path below /media/, as served from that folder."""
    pattern = next(pattern for pattern in urlpatterns if str(pattern.pattern).startswith("^media/"))
    monkeypatch.setitem(pattern.default_args, "document_root", media)
    return lambda path: client.get(f"/media/{path}").status_code


@pytest.mark.parametrize("folder", ["images", "original_images", "avatar_images"])
def test_pictures_have_an_address(get, folder):
    assert get(f"{folder}/file.txt") == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["documents/file.txt", "imports/file.txt", "images/../documents/file.txt"])
def test_documents_and_uploads_that_wait_do_not(get, path):
    assert get(path) == 404
