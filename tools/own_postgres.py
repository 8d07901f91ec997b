"""Runs a command with TEST_DATABASE_URL set to a PostgreSQL server of its own, which ends with it.

`python tools/own_postgres.py make test-faults`. The server's programs must be installed; its data is in a temporary
folder. Its `Cluster` is also what tests stop and start at will, and what `make bench` measures on.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of the newest installed server's programs, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server on loopback with the one user `postgres`, whom it trusts."""

    folder: Path
    port: int
    bin: Path

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        """Make its files; the server refuses to run as root, so there they belong to the user `postgres`."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale")

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._run("pg_ctl", "start", "--wait", "--silent", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """End it as an administrator does, with every connection; nothing happens when it has ended."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast", check=False)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        subprocess.run(
            [self.bin / program, "-D", self.folder / "data", *arguments],
            check=check,
            cwd=self.folder,
            user="postgres" if os.getuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if check else subprocess.DEVNULL,
        )


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make, start and in the end remove one. Raises FileNotFoundError where PostgreSQL is not installed."""
    if (bin_folder := programs()) is None:
        raise FileNotFoundError("PostgreSQL's server is not installed: initdb was not found")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="citewell-postgres-") as folder:
        cluster = Cluster(Path(folder), port, bin_folder)
        cluster.create()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def main() -> int:
    """Run the command; return its exit code."""
    with running_cluster() as cluster:
        return subprocess.run(sys.argv[1:], env=os.environ | {"TEST_DATABASE_URL": cluster.url}).returncode


if __name__ == "__main__":
    sys.exit(main())
