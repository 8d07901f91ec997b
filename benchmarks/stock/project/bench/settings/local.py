"""What a new project's `production.py` leaves to its site: where it is, its secrets and its database."""

import os
from urllib.parse import urlsplit

from .base import INSTALLED_APPS

_database = urlsplit(os.environ["DATABASE_URL"])
INSTALLED_APPS = [
    "articles",
    "wagtail_footnotes",
    "wagtail.api.v2",
    "rest_framework",
    "wagtail.api.v3",
    "ninja",
    *INSTALLED_APPS,
]
ROOT_URLCONF = "stock_urls"
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAILAPI_LIMIT_MAX = 50
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.path.strip("/"),
        "USER": _database.username,
        "HOST": _database.hostname,
        "PORT": _database.port,
        "CONN_MAX_AGE": 600,
    }
}
if "MAIL_PORT" in os.environ:
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
