"""The steps before the first answer do what is missing, once, and leave a person's work alone."""

import os

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Site

from cms import preparation


@pytest.mark.django_db
def test_the_login_is_made_and_opens_the_admin(client):
    assert preparation.ensure_login(username="admin", password="first password")
    assert client.login(username="admin", password="first password")


@pytest.mark.django_db
def test_a_changed_password_stays():
    preparation.ensure_login(username="admin", password="first password")
    user = get_user_model().objects.get(username="admin")
    user.set_password("a password of their own")
    user.save()
    assert not preparation.ensure_login(username="admin", password="first password")
    user.refresh_from_db()
    assert user.check_password("a password of their own")


@pytest.mark.django_db
def test_the_default_site_answers_under_the_configured_address():
    assert preparation.set_site_address("http://127.0.0.1:8123")
    site = Site.objects.get(is_default_site=True)
    assert site.root_url == "http://127.0.0.1:8123"
    assert not preparation.set_site_address("http://127.0.0.1:8123")


@pytest.mark.django_db
def test_a_site_with_a_real_name_keeps_it():
    Site.objects.update(hostname="clinic.example", port=443)
    assert not preparation.set_site_address("http://127.0.0.1:8123")


@pytest.mark.parametrize("change", ["size", "time", "name"])
def test_the_fingerprint_of_the_static_files_follows_each_change(tmp_path, change):
    file = tmp_path / "a.css"
    file.write_text("a")
    before = preparation.static_fingerprint([("a.css", file.stat())])
    if change == "size":
        file.write_text("ab")
    elif change == "time":
        os.utime(file, ns=(1, 1))
    after = preparation.static_fingerprint([("b.css" if change == "name" else "a.css", file.stat())])
    assert after != before


def test_static_files_are_collected_once(tmp_path, settings, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    collected = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: collected.append(name))
    assert preparation.collect_static(tmp_path / "stamp")
    assert not preparation.collect_static(tmp_path / "stamp")
    assert collected == ["collectstatic"]


@pytest.mark.django_db
def test_the_demo_is_loaded_once_and_then_left_alone():
    assert preparation.load_demo()
    assert not preparation.load_demo()


@pytest.mark.django_db
def test_prepare_says_when_the_login_was_changed(tmp_path, settings, monkeypatch, capsys):
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("ADMIN_USERNAME", "admin")
    monkeypatch.setattr(preparation, "collect_static", lambda stamp: False)
    monkeypatch.setattr(preparation, "load_demo", lambda: False)
    monkeypatch.setattr(preparation, "ensure_login", lambda **login: False)
    call_command("prepare", "--demo")
    assert "manage.py changepassword admin" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_groups_of_staff_are_there_before_the_first_user():
    preparation.setup_roles()
    names = set(Group.objects.values_list("name", flat=True))
    assert {"Enquiry managers", "Marketing editors", "Clinical reviewers"} <= names
