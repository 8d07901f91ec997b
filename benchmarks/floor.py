"""A plain Django view that returns the bytes of a file: no middleware, no database, no Wagtail. The floor.

`FLOOR_FILE=page.html gunicorn benchmarks.floor`
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ["FLOOR_FILE"]).read_bytes()


def view(request: HttpRequest) -> HttpResponse:
    """Return them."""
    return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})


urlpatterns = [path("", view)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY=os.urandom(50).hex(), MIDDLEWARE=[])
application = get_wsgi_application()
