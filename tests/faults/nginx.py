"""nginx in front of an installation, with the file that the documentation offers, on ports of a test's own."""

from __future__ import annotations

import os
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from .processes import ROOT, answers, eventually, free_port

FILE = ROOT / "docs" / "nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Nginx:
    """Where it listens: `port` with TLS, `plain_port` without; `trusted` is a context that knows its certificate."""

    def __init__(self, folder: Path, site_port: int) -> None:
        self.port, self.plain_port = free_port(), free_port()
        self.folder = folder
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost")
        certificate.cert_chain_pems[0].write_to_path(str(folder / "certificate.pem"))
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        self.trusted = ssl.create_default_context()
        authority.configure_trust(self.trusted)
        temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
        text = FILE.read_text()
        for told, ours in {
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80 ": f"listen 127.0.0.1:{self.plain_port} ",
            "127.0.0.1:8000": f"127.0.0.1:{site_port}",
            "/etc/ssl/certs/clinic.pem": f"{folder}/certificate.pem",
            "/etc/ssl/private/clinic.key": f"{folder}/key.pem",
            "/var/log/nginx/": f"{folder}/",
            "/var/lib/citewell/pages": f"{folder}/pages",
            "worker_rlimit_nofile 65536": "worker_rlimit_nofile 20000",
            # One process plays ten thousand visitors, and takes its time to shake all those hands.
            "client_header_timeout 15s": "client_header_timeout 120s",
            "http {": f"http {{\n{temporary}",
        }.items():
            text, count = re.subn(re.escape(told), ours, text)
            assert count, f"docs/nginx.conf does not say {told}"
        user = "user root;\n" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(f"{user}daemon off;\npid {folder}/nginx.pid;\n{text}")

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, and return when it takes connections."""
        command = ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        popen = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        assert eventually(lambda: answers(self.port) or popen.poll() is not None)
        assert popen.poll() is None, (self.folder / "error.log").read_text()
        return popen


@contextmanager
def running_nginx(folder: Path, site_port: int) -> Iterator[Nginx]:
    """One that passes on to this port, until the block ends."""
    folder.mkdir(exist_ok=True)
    nginx = Nginx(folder, site_port)
    popen = nginx.start()
    try:
        yield nginx
    finally:
        popen.terminate()
        popen.wait(timeout=20)
