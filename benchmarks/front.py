"""nginx as the documentation puts it in front, serving published pages; beside it a plain file of the same bytes."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .processes import ROOT, free_port, serving

FILE = ROOT / "docs" / "nginx.conf"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_TLS = ("ssl_certificate ", "ssl_certificate_key ", "ssl_protocols ")


@dataclass(frozen=True)
class Front:
    """The ports of the published pages and of the plain file, which is at `/page.html`."""

    published: int
    plain: int


@contextmanager
def running_front(folder: Path, pages: Path, page: Path, site_port: int) -> Iterator[Front | None]:
    """nginx with `pages` as STATIC_PAGES and a copy of `page` as the plain file; None where nginx is not installed.

    TLS is left out: it would cost both the same.
    """
    if shutil.which("nginx") is None:
        yield None
        return
    folder.mkdir()
    (folder / "plain").mkdir()
    shutil.copy(page, folder / "plain" / "page.html")
    front = Front(free_port(), free_port())
    (folder / "nginx.conf").write_text(write_config(folder, pages, front, site_port), encoding="utf-8")
    command = ("nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
    with serving(*command, port=front.published):
        yield front


def write_config(folder: Path, pages: Path, front: Front, site_port: int) -> str:
    """Return the documentation's file for these ports and folders. Raises AssertionError when it is not as expected."""
    text = "\n".join(
        line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.strip().startswith(_TLS)
    )
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    plain = f"server {{ listen 127.0.0.1:{front.plain}; root {folder}/plain; }}\n"
    for told, ours in {
        "listen 443 ssl": f"listen 127.0.0.1:{front.published}",
        "listen 80 ": f"listen 127.0.0.1:{free_port()} ",
        "127.0.0.1:8000": f"127.0.0.1:{site_port}",
        "/var/log/nginx/": f"{folder}/",
        "/var/lib/citewell/pages": str(pages),
        "worker_rlimit_nofile 65536;": "",
        "http {": f"http {{\n{temporary}{plain}",
    }.items():
        text, count = re.subn(re.escape(told), ours, text)
        assert count, f"docs/nginx.conf does not say {told}"
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"{user}daemon off;\npid {folder}/nginx.pid;\n{text}"
