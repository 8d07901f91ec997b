"""`make run`: the demo site on one machine, web and workers together, until Ctrl-C.

Prepares what is missing, starts the Procfile, and prints the addresses and the login once the site answers. It starts
itself again with --announce, and with --wait in front of the processes that come after the web's.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.installation import FILE_NAME, KeysAreGone, ensure_installation, read_values  # noqa: E402

ENDED_ON_WISH = (130, 143)  # what the manager returns after SIGINT and SIGTERM


def port_is_free(port: int) -> bool:
    """Tell whether this machine's loopback address still has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def environment() -> dict[str, str]:
    """Return the environment of the processes: .env, then the installation's own file, which is made on the first run.

    Ends with one sentence when the port is no port, or when the keys of an existing database are gone.
    """
    environ = dict(os.environ)
    dot_env = ROOT / ".env"
    if dot_env.exists():
        environ = read_values(dot_env.read_text(encoding="utf-8")) | environ
    environ["VAR_DIR"] = str(Path(environ.get("VAR_DIR") or ROOT / "var").absolute())
    try:
        kept = ensure_installation(Path(environ["VAR_DIR"]), environ)
    except KeysAreGone as error:
        sys.exit(f"Citewell does not start. {error}")
    environ = kept | environ
    environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + environ.get("PATH", "")
    environ.setdefault("PYTHONUNBUFFERED", "1")
    environ.setdefault("PORT", "8000")
    if not environ["PORT"].isdigit() or not 0 < int(environ["PORT"]) < 65536:
        sys.exit(f"PORT is {environ['PORT']!r}: set it to a number between 1 and 65535.")
    return environ


def wait_for_site(port: str) -> None:
    """Return once the site answers, or after two minutes: the processes' own messages then say what is wrong."""
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)


def announce(environ: Mapping[str, str]) -> None:
    """Print where the site is and how to sign in."""
    site = f"http://127.0.0.1:{environ['PORT']}"
    print(
        f"\n  Site      {site}/\n  Admin     {site}/admin/\n"
        f"  Login     {environ['ADMIN_USERNAME']}  {environ['ADMIN_PASSWORD']}\n"
        f"  Kept in   {Path(environ['VAR_DIR']) / FILE_NAME}\n  Stop      Ctrl-C\n",
        flush=True,
    )


def serve(environ: Mapping[str, str]) -> int:
    """Run the Procfile until one process ends or somebody asks to stop; return the exit code, 0 for a wished end."""
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        # The first answer does not share the processors with the start of what works behind it.
        start = command if name == "web" else f"python tools/run.py --wait && exec {command}"
        manager.add_process(name, start, env=dict(environ))
    # A terminal that is closed ends the processes too; the manager itself knows SIGINT and SIGTERM only.
    signal.signal(signal.SIGHUP, lambda number, frame: os.kill(os.getpid(), signal.SIGTERM))
    announcer = subprocess.Popen([sys.executable, __file__, "--announce"], env=environ)
    try:
        manager.loop()
    finally:
        announcer.terminate()
    return 0 if manager.returncode in ENDED_ON_WISH else manager.returncode


def main() -> int:
    """Prepare, start, wait; return the exit code of the processes."""
    os.chdir(ROOT)
    if sys.argv[1:]:
        wait_for_site(os.environ["PORT"])
        if sys.argv[1] == "--announce":
            announce(os.environ)
        return 0
    environ = environment()
    port = int(environ["PORT"])
    if not port_is_free(port):
        sys.exit(f"Port {port} of this machine is taken: stop what uses it, or choose another with make run PORT=8001.")
    prepared = subprocess.run([sys.executable, "manage.py", "prepare", "--demo"], env=environ)
    return prepared.returncode or serve(environ)


if __name__ == "__main__":
    sys.exit(main())
