"""The settings follow the environment, and are safe where it says nothing."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {"SECRET_KEY": "0123456789" * 6, "DATA_KEYS": base64.urlsafe_b64encode(bytes(range(100, 132))).decode()}


def read_settings(folder: Path, *names: str, **environ: str) -> list:
    """Return settings as a process of its own reads them from this environment."""
    script = (
        f"import json; from cms import settings as s; print(json.dumps([vars(s)[n] for n in {names}], default=str))"
    )
    environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **SAFE, **environ}
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_the_defaults_stay_on_this_machine_and_in_its_folder(tmp_path):
    names = ("DEBUG", "ALLOWED_HOSTS", "BASE_URL", "MEDIA_ROOT", "EMAIL_BACKEND", "EMAIL_FILE_PATH")
    debug, hosts, base, media, mail, mail_folder = read_settings(tmp_path, *names)
    assert not debug
    assert set(hosts) == {"127.0.0.1", "localhost", "[::1]"}
    assert base == "http://127.0.0.1:8000"
    assert media == str(tmp_path / "media")
    assert (mail, mail_folder) == ("django.core.mail.backends.filebased.EmailBackend", str(tmp_path / "mail"))


def test_sqlite_waits_for_its_turn_and_loses_nothing(tmp_path):
    (databases,) = read_settings(tmp_path, "DATABASES")
    default = databases["default"]
    assert default["NAME"] == str(tmp_path / "db.sqlite3")
    assert default["CONN_MAX_AGE"] == 600
    assert default["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in default["OPTIONS"]["init_command"]


def test_an_address_of_no_database_is_none(tmp_path):
    (databases,) = read_settings(tmp_path, "DATABASES", DATABASE_URL="")
    assert databases["default"]["NAME"] == str(tmp_path / "db.sqlite3")


def test_postgres_does_not_hold_a_visitor_for_minutes(tmp_path):
    (databases,) = read_settings(tmp_path, "DATABASES", DATABASE_URL="postgres://u:p@db.example/citewell")
    assert databases["default"]["OPTIONS"]["connect_timeout"] == 5
    assert databases["default"]["CONN_MAX_AGE"] == 600


def test_links_follow_the_port(tmp_path):
    assert read_settings(tmp_path, "WAGTAILADMIN_BASE_URL", PORT="8123") == ["http://127.0.0.1:8123"]


def test_an_https_address_makes_cookies_secure_and_names_its_host(tmp_path):
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
    )
    *secure, hosts = read_settings(tmp_path, *names, BASE_URL="https://www.clinic.example/")
    assert all(secure)
    assert "www.clinic.example" in hosts


@pytest.mark.parametrize(("setting", "header"), [("off", None), ("on", ["HTTP_X_FORWARDED_PROTO", "https"])])
def test_a_proxy_is_believed_only_where_there_is_one(tmp_path, setting, header):
    assert read_settings(tmp_path, "SECURE_PROXY_SSL_HEADER", BEHIND_PROXY=setting) == [header]


def test_what_the_installation_made_is_read_and_the_process_wins_over_it(tmp_path):
    (tmp_path / "installation.env").write_text("TIME_ZONE=Europe/Berlin\nLOG_LEVEL=INFO\n")
    assert read_settings(tmp_path, "TIME_ZONE") == ["Europe/Berlin"]
    assert read_settings(tmp_path, "TIME_ZONE", TIME_ZONE="UTC") == ["UTC"]


def test_public_pages_may_load_only_their_own_files(tmp_path):
    (policy,) = read_settings(tmp_path, "CONTENT_SECURITY_POLICY")
    assert policy["DIRECTIVES"]["default-src"] == ["'self'"]
    assert "unsafe" not in json.dumps(policy)
