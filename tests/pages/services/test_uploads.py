"""A kept text comes back to the one who left it, for a while, until it is used."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from pages.services import uploads
from pages.services.uploads import UploadGone, drop_old_uploads, drop_upload, keep_upload, open_upload


@pytest.fixture(autouse=True)
def _empty_folder():
    if default_storage.exists(uploads.FOLDER):
        for name in default_storage.listdir(uploads.FOLDER)[1]:
            default_storage.delete(f"{uploads.FOLDER}/{name}")


def make_user(pk=1):
    return get_user_model()(pk=pk)


def test_it_comes_back_as_it_was():
    upload = open_upload(keep_upload(text="Ünïcode\n" * 1000, note="ris", user=make_user()), user=make_user())
    assert (upload.text, upload.note) == ("Ünïcode\n" * 1000, "ris")


def test_what_lies_in_the_storage_is_no_page():
    open_upload(keep_upload(text="<script>alert(1)</script>", user=make_user()), user=make_user())
    (name,) = default_storage.listdir(uploads.FOLDER)[1]
    assert b"<script>" not in default_storage.open(f"{uploads.FOLDER}/{name}").read()


@pytest.mark.parametrize("change", [lambda token: token + "x", lambda token: "", lambda token: "a:b:c"])
def test_a_forged_token_opens_nothing(change):
    token = change(keep_upload(text="x", user=make_user()))
    with pytest.raises(UploadGone):
        open_upload(token, user=make_user())


def test_it_is_for_one_user_and_gone_once_dropped():
    token = keep_upload(text="x", user=make_user())
    with pytest.raises(UploadGone):
        open_upload(token, user=make_user(2))
    upload = open_upload(token, user=make_user())
    drop_upload(upload)
    drop_upload(upload)
    with pytest.raises(UploadGone):
        open_upload(token, user=make_user())


def test_old_uploads_go_and_young_ones_stay(monkeypatch):
    old = default_storage.save(f"{uploads.FOLDER}/old.zz", ContentFile(b"x"))
    later = timezone.now() + uploads.VALID_FOR * 2
    monkeypatch.setattr(uploads.timezone, "now", lambda: later)
    assert drop_old_uploads() == 1
    assert not default_storage.exists(old)
    monkeypatch.undo()
    keep_upload(text="x", user=make_user())
    assert drop_old_uploads() == 0
