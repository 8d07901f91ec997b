"""Having every page rendered and kept before a reader asks, as a reader's request would."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site

from ..models import Snapshot
from ..models.base import Page
from ..models.citable import CitablePage
from .noting import end_all


def drop_snapshots() -> int:
    """Let everything that is kept end, also for processes that read it now, and return how many answers there were."""
    end_all()
    count, _by_model = Snapshot.objects.all().delete()
    return int(count)


def keep_all() -> Iterator[tuple[str, bool]]:
    """Yield each address of a public page that can be kept, and whether it is kept after it was asked for."""
    ask = asker()
    for site, page, path in public_pages():
        if isinstance(page, CitablePage):
            ask(site, path)
            yield site.root_url + path, _is_kept(site, path)


def public_pages() -> Iterator[tuple[Any, Any, str]]:
    """Yield site, page and path of all that anybody may read, in the order of the tree."""
    page: Any
    for site in Site.objects.order_by("pk"):
        below = Page.objects.descendant_of(site.root_page, inclusive=True).live().public().order_by("path")
        for page in below.specific().iterator(chunk_size=100):
            parts = page.get_url_parts()
            if parts and parts[0] == site.pk and parts[2]:
                yield site, page, parts[2]


def asker() -> Callable[[Any, str], HttpResponseBase]:
    """Return a function that answers for a site and a path as any reader is answered."""
    handler = BaseHandler()
    handler.load_middleware()
    return lambda site, path: handler.get_response(_request(site.root_url, path, site.port))


def _is_kept(site: Any, path: str) -> bool:
    return Snapshot.objects.filter(site=site, origin=site.root_url, path=path).exclude(made_at=None).exists()


def _request(root_url: str, path: str, port: int) -> WSGIRequest:
    """A reader's request for the path, under the address that the site's own links have."""
    address = urlsplit(root_url)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": address.hostname,
            "SERVER_PORT": str(port),
            "HTTP_HOST": address.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": address.scheme,
            "wsgi.input": BytesIO(),
        }
    )
