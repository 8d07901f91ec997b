"""A web server on this machine that answers as it is told to, for tests of links."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def serving(answers: dict[str, object]) -> Iterator[tuple[str, list[str]]]:
    """Yield the server's address and what it was asked ("HEAD /x").

    `answers` are, by path, a status, (status for HEAD, status for GET), or an address to redirect to.
    """
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            told = answers.get(self.path, 404)
            if isinstance(told, str):
                self.send_response(302)
                self.send_header("Location", told)
            else:
                status = told[self.command == "GET"] if isinstance(told, tuple) else told
                self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
