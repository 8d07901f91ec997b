"""A real web server on loopback that answers HEAD and GET as a test wants it to."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Host:
    """`routes` maps a path to a status, to (status, headers), or to a function that is given the request handler.

    `asked` holds what came: "HEAD /a". A key "GET /a" is for one method alone.
    """

    def __init__(self, routes: dict[str, Any]) -> None:
        self.routes, self.asked, self.headers = routes, [], []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(f"{self.command} {self.path}")
                host.headers.append(dict(self.headers))
                found = host.routes.get(f"{self.command} {self.path}", host.routes.get(self.path, 404))
                with contextlib.suppress(OSError):  # the other side gave up, as some tests want
                    if callable(found):
                        found(self)
                        return
                    status, headers = found if isinstance(found, tuple) else (found, {})
                    self.send_response(status)
                    for name, value in {"Content-Length": "0", **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, *args: Any) -> None:
                """Keep the output of the tests clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.name = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.name}"


@contextlib.contextmanager
def serving(routes: dict[str, Any]) -> Iterator[Host]:
    """Serve the routes while the block runs."""
    host = Host(routes)
    thread = threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
