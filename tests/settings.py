"""The site's settings with what a test run must not share with an installation."""

import atexit
import base64
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="citewell-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.mkdir(os.path.join(_folder, "static"))

# Over whatever the shell or .env of this machine says, DATABASE_URL apart: the suite also runs on PostgreSQL.
os.environ |= {
    "VAR_DIR": _folder,
    "DEBUG": "off",
    "SECRET_KEY": "tests-only-" + "0123456789" * 5,
    "DATA_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    "BASE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "CACHE_URL": "locmemcache://",
    "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
    "EMAIL_URL": "memorymail://",
    "STORAGE_URL": "",
    "SENTRY_DSN": "",
    "RECAPTCHA_PUBLIC_KEY": "",
    "RECAPTCHA_PRIVATE_KEY": "",
    "LOG_LEVEL": "WARNING",
    "CROSSREF_URL": "",
    "PUBMED_URL": "",
    "LOOKUP_CONTACT": "",
    "LINKS_ALLOWED_HOSTS": "",
    "WEBHOOK_ALLOWED_HOSTS": "",
}

from cms.settings import *  # noqa: E402, F403
from cms.settings import DATABASES, STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAGTAIL_SITE_NAME = "Citewell tests"
if DATABASES["default"]["ENGINE"] == "cms.sqlite_in_turn":
    # A file, as in an installation: each thread of the live server has a connection of its own and waits for locks.
    # What a crash would lose does not matter here.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )
