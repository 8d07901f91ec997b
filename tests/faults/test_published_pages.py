"""Pages that were published as files are read from the real nginx while the application is stopped."""

from __future__ import annotations

import asyncio
import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import skip_or_fail
from .front import exchange, get
from .installation import Installation
from .nginx import Nginx, running_nginx
from .processes import Process, eventually

RESTRICT = """
from wagtail.models import Page, PageViewRestriction
PageViewRestriction.objects.create(page=Page.objects.get(slug="conditions", depth=3), restriction_type="login")
"""


@pytest.fixture
def front(sqlite_installation: Installation, tmp_path: Path) -> Iterator[tuple[Installation, Nginx, Process]]:
    """An installation whose pages are published, under the name that visitors use; nginx has read the headers."""
    if shutil.which("nginx") is None:
        skip_or_fail("CITEWELL_REQUIRE_NGINX", "nginx is not installed")
    installation, folder = sqlite_installation, tmp_path / "nginx"
    installation.environ |= {
        "STATIC_PAGES": str(folder / "pages"),
        "BEHIND_PROXY": "on",
        "TRUSTED_PROXY_COUNT": "1",
        "BASE_URL": "https://localhost",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
    }
    installation.manage(
        "shell",
        "--no-imports",
        "-c",
        "from cms.preparation import set_site_address; set_site_address('https://localhost')",
    )
    installation.manage("publish_pages")
    with running_nginx(folder, installation.port) as nginx:
        yield installation, nginx, installation.start_web()


def ask(nginx: Nginx, path: str, *headers: str) -> tuple[int, str, bytes]:
    """Status, head in lower case and body."""
    lines = "".join(f"{header}\r\n" for header in headers)
    sent = get(path).replace(b"\r\n\r\n", b"\r\n" + lines.encode() + b"\r\n")
    status, answer = asyncio.run(exchange(nginx, sent))
    head, _blank, body = answer.partition(b"\r\n\r\n")
    return status, head.decode().lower(), body


def directives(head: str, name: str) -> list[str]:
    """What a header says, part by part, in any order: those of a policy have none."""
    lines = [line.partition(": ")[2] for line in head.splitlines() if line.startswith(f"{name}:")]
    return sorted(part for line in lines for part in line.split("; "))


def test_pages_are_read_while_the_application_is_stopped(front: tuple[Installation, Nginx, Process]) -> None:
    installation, nginx, web = front
    paths = ("/", "/conditions/", "/conditions/chronic-pain/", "/references/")
    # With a query the application answers, and what it says is what the files hold.
    before = {path: ask(nginx, f"{path}?of=the-site") for path in paths}
    web.terminate()
    for path in paths:
        status, head, body = ask(nginx, path)
        assert (status, body) == (200, before[path][2]), path
        assert "content-type: text/html; charset=utf-8" in head
        for name in ("content-security-policy", "strict-transport-security", "cache-control", "x-frame-options"):
            assert directives(before[path][1], name) == directives(head, name) != [], name
    page = installation.database.execute("SELECT id FROM wagtailcore_page WHERE slug = 'chronic-pain'")[0][0]
    status, head, body = ask(nginx, f"/api/v1/pages/{page}")
    assert (status, "content-type: application/json" in head) == (200, True)
    assert body.startswith(b"{")
    # What is not for everybody, or cannot be known, is the application's.
    for sent in (
        ("/contact/",),
        ("/conditions/?q=1",),
        ("/conditions/", "Cookie: sessionid=1"),
        ("/conditions/", "Authorization: Bearer 1"),
        ("/nowhere/",),
        ("/api/v1/pages",),
    ):
        status, head, _body = ask(nginx, *sent)
        assert (status, "retry-after: 10" in head) == (503, True), sent


def test_files_are_sent_packed_and_only_when_they_are_new(front: tuple[Installation, Nginx, Process]) -> None:
    _installation, nginx, web = front
    web.terminate()
    _status, head, body = ask(nginx, "/conditions/")
    packed = ask(nginx, "/conditions/", "Accept-Encoding: gzip")
    assert "content-encoding: gzip" in packed[1]
    assert gzip.decompress(packed[2]) == body
    etag = next(line.partition(": ")[2] for line in head.splitlines() if line.startswith("etag: "))
    assert ask(nginx, "/conditions/", f"If-None-Match: {etag}")[::2] == (304, b"")


def test_a_page_that_is_restricted_is_not_read_from_its_file(front: tuple[Installation, Nginx, Process]) -> None:
    installation, nginx, _web = front
    assert ask(nginx, "/conditions/chronic-pain/")[0] == 200
    installation.manage("shell", "--no-imports", "-c", RESTRICT)
    assert ask(nginx, "/conditions/chronic-pain/")[0] == 302
    assert ask(nginx, "/conditions/")[0] == 302
    assert ask(nginx, "/references/")[0] == 200


def test_the_publisher_follows_what_changes_and_ends_when_it_is_told(
    front: tuple[Installation, Nginx, Process],
) -> None:
    installation, nginx, web = front
    publisher = installation.start_publisher()
    web.terminate()
    installation.database.execute("UPDATE wagtailcore_page SET title = 'Another title' WHERE slug = 'chronic-pain'")
    assert eventually(lambda: b"Another title" in ask(nginx, "/conditions/chronic-pain/")[2])
    assert publisher.terminate() == 0
