"""Having every page rendered and kept before a reader asks, as a reader's request would."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from wagtail.models import Site

from ..models import Snapshot
from ..models.base import Page
from ..models.citable import CitablePage
from ..models.public_pages import unrestricted
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
            ask(site.root_url, path, site.port)
            yield site.root_url + path, _is_kept(site, path)


def public_pages() -> Iterator[tuple[Any, Any, str]]:
    """Yield site, page and path of all that anybody may read, in the order of the tree."""
    page: Any
    for site in Site.objects.order_by("pk"):
        below = unrestricted(Page.objects.descendant_of(site.root_page, inclusive=True).live()).order_by("path")
        for page in below.specific().iterator(chunk_size=100):
            parts = page.get_url_parts()
            if parts and parts[0] == site.pk and parts[2]:
                yield site, page, parts[2]


def asker() -> Callable[[str, str, int], HttpResponseBase]:
    """Return a function that answers as any reader is answered: for an origin, a path, and the server's port."""
    handler = BaseHandler()
    handler.load_middleware()
    return lambda origin, path, port: handler.get_response(_request(origin, path, port))


def is_for_all(answer: Any) -> bool:
    """Tell whether an answer says of itself that anybody may have it, and have it again."""
    is_whole = isinstance(answer, HttpResponse) and answer.status_code == 200 and not answer.cookies
    return is_whole and "ETag" in answer and answer.get("Cache-Control", "").startswith("public")


def _is_kept(site: Any, path: str) -> bool:
    return Snapshot.objects.filter(site=site, origin=site.root_url, path=path).exclude(made_at=None).exists()


def _request(origin: str, path: str, port: int) -> WSGIRequest:
    address = urlsplit(f"{origin}{path}")
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(address.path).encode().decode("latin-1"),
            "QUERY_STRING": address.query,
            "SERVER_NAME": address.hostname,
            "SERVER_PORT": str(port),
            "HTTP_HOST": address.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": address.scheme,
            "wsgi.input": BytesIO(),
        }
    )
