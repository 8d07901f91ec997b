"""The WSGI entry point for gunicorn and its like."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

# Nearly all that is made now stays: looking through it for garbage, again and again, is a quarter of the start.
gc.disable()
try:
    without_door = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Citewell does not start. {error}")

from pages.snapshots.door import Door  # noqa: E402 - of models, which are there now

application = Door(without_door)
# Every address is read here, before gunicorn forks: a worker that takes the place of another answers at once.
resolve("/healthz")
gc.enable()
