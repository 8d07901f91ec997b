"""An unsafe setting stops the start with a sentence that says what to set."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.refusals import PUBLISHED_DATA_KEYS, refusals, refuse

ROOT = Path(__file__).resolve().parents[2]
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz" * 2
DATA_KEY = base64.urlsafe_b64encode(bytes(range(100, 132))).decode()
TEST_KEY = "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe"


def make_refusals(**overrides):
    """Return the sentences for safe settings with some of them changed."""
    safe = {"debug": False, "secret_key": SECRET, "data_keys": [DATA_KEY], "allowed_hosts": ["clinic.example"]}
    return list(refusals(**safe | overrides))


def test_safe_settings_are_not_refused():
    assert make_refusals() == []


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"secret_key": ""}, "SECRET_KEY is not set"),
        ({"secret_key": "short"}, "SECRET_KEY is too short"),
        ({"secret_key": "a" * 60}, "SECRET_KEY is too short or too simple"),
        ({"secret_key": "django-insecure-" + SECRET}, "SECRET_KEY is the one of an example"),
        ({"secret_key": "change-me" * 9}, "SECRET_KEY is the one of an example"),
        ({"debug": True}, "DEBUG is on while ALLOWED_HOSTS names clinic.example"),
        ({"debug": True, "allowed_hosts": [".example.org", "localhost"]}, "DEBUG is on"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS is *"),
        ({"allowed_hosts": ["clinic.example", "*"], "debug": True}, "ALLOWED_HOSTS is *"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS is empty"),
        ({"captcha_keys": ["", TEST_KEY]}, "Google's test keys"),
        ({"data_keys": []}, "DATA_KEYS is not set"),
        ({"data_keys": [""]}, "DATA_KEYS is not set"),
        ({"data_keys": [DATA_KEY, "not-a-key"]}, "not a Fernet key"),
        ({"data_keys": ["ключ"]}, "not a Fernet key"),
        ({"data_keys": [DATA_KEY, "A" * 43 + "="]}, "published or too simple"),
        ({"data_keys": [base64.urlsafe_b64encode(b"my clinic my clinic my clinic!!!").decode()]}, "too simple"),
        *(({"data_keys": [key]}, "published or too simple") for key in sorted(PUBLISHED_DATA_KEYS)),
    ],
)
def test_42_each_unsafe_setting_is_named(overrides, words):
    assert words in " ".join(make_refusals(**overrides))


def test_a_developer_may_use_debug_and_test_keys_on_this_machine():
    assert make_refusals(debug=True, allowed_hosts=["127.0.0.1", "localhost"], captcha_keys=[TEST_KEY]) == []


def test_all_reasons_are_told_at_once():
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse(["One.", "Two."])
    assert str(refused.value) == "One. Two."


@pytest.mark.parametrize("entry", [["manage.py", "check"], ["-c", "import cms.wsgi"], ["-c", "import cms.asgi"]])
def test_42_every_way_to_start_ends_in_the_sentence_and_no_traceback(entry, tmp_path):
    environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SECRET_KEY": "short", "DATA_KEYS": DATA_KEY}
    start = subprocess.run([sys.executable, *entry], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert start.returncode == 1
    assert start.stderr.startswith("Citewell does not start. SECRET_KEY is too short")
    assert "Traceback" not in start.stderr


@pytest.mark.parametrize(
    "origin", ["null", "*", "app.example", "https://app.example/", "https://app.example/x", "file://"]
)
def test_29_what_is_no_origin_is_refused(origin):
    (sentence,) = make_refusals(api_origins=["https://www.app.example:8443", origin])
    assert origin in sentence


@pytest.mark.parametrize("setting", ["SECRET_KEY", "DATA_KEYS", "DEBUG", "ALLOWED_HOSTS", "RECAPTCHA_PRIVATE_KEY"])
def test_42_what_the_environment_says_is_refused_at_the_start(setting, tmp_path):
    unsafe = {"SECRET_KEY": "", "DATA_KEYS": "", "DEBUG": "on", "ALLOWED_HOSTS": "*", "RECAPTCHA_PRIVATE_KEY": TEST_KEY}
    safe = {"SECRET_KEY": SECRET, "DATA_KEYS": DATA_KEY, "ALLOWED_HOSTS": "clinic.example"}
    environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | safe | {setting: unsafe[setting]}
    start = subprocess.run(
        [sys.executable, "-c", "import cms.settings"], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert start.returncode == 1
    assert setting in start.stderr.splitlines()[-1]


def test_42_a_data_key_that_stands_in_this_repository_is_refused():
    rooms = ("cms", "contact", "outbox", "pages", "templates", "tests", "tools", "benchmarks", "docs", ".ci")
    files = [*ROOT.glob("*.*"), *(path for room in rooms for path in (ROOT / room).rglob("*"))]
    texts = [path.read_bytes().decode(errors="ignore") for path in files if path.is_file()]
    keys = {key for text in texts for key in re.findall(r"(?<![\w/+-])[A-Za-z0-9_-]{43}=(?![\w=])", text)}
    assert keys >= PUBLISHED_DATA_KEYS
    assert [key for key in keys if not make_refusals(data_keys=[key])] == []
