"""The WSGI entry point for gunicorn and its like."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Citewell does not start. {error}")

# Every address is read here, before gunicorn forks: a worker that takes the place of another answers at once.
resolve("/healthz")
