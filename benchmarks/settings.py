"""The site's own settings, and Wagtail's form page beside it: both are served by the same processes."""

from cms.settings import *  # noqa: F403
from cms.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.form_page"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
