"""Prepares `.venv/`, which every make target uses; standard library only, so that it runs before anything is installed.

Quick when nothing changed: a stamp in the environment holds the hash of the requirement files. Safe to run twice at
once: one process installs, the others wait for it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REQUIREMENT_FILES = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
OLDEST = (3, 11)
OTHER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11", "python3")
# Printed by a candidate: its version, and whether the two modules that make an environment are there. Debian leaves
# ensurepip out of its python3 package.
PROBE = (
    "import sys, importlib.util as u;"
    "print(sys.version_info[0], sys.version_info[1], int(bool(u.find_spec('venv') and u.find_spec('ensurepip'))))"
)


def probe(python):
    """Return (version, can make environments) of an interpreter, or None when it cannot be run.

    A shim that names a missing version is on the path and yet does not run, so each candidate is really started.
    """
    try:
        answer = subprocess.run(
            [python, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
    except OSError:
        return None
    if answer.returncode != 0:
        return None
    major, minor, complete = answer.stdout.split()
    return (int(major), int(minor)), complete == b"1"


def choose_python(candidates, probe=probe):
    """Return the first interpreter that is new enough and complete; SystemExit with one sentence when none is."""
    seen = []
    for python in candidates:
        found = probe(python)
        if found is None:
            continue
        version, complete = found
        if version >= OLDEST and complete:
            return python
        seen.append((python, version, complete))
    for python, version, _complete in seen:
        if version >= OLDEST:
            sys.exit(
                f"{python} cannot make virtual environments: install its venv and ensurepip modules "
                f"(on Debian and Ubuntu: apt install python{version[0]}.{version[1]}-venv)."
            )
    newest = max((version for _, version, _ in seen), default=None)
    found_text = f"only {newest[0]}.{newest[1]} was found" if newest else "none was found"
    sys.exit(f"Citewell needs Python 3.11 or later and {found_text}: install it, or say where it is with PYTHON=/path.")


def wanted_stamp(root):
    """Return the hash of the requirement files: what the environment must have been made from."""
    digest = hashlib.sha256()
    for name in REQUIREMENT_FILES:
        with open(os.path.join(root, name), "rb") as file:
            digest.update(name.encode() + b"\0" + file.read() + b"\0")
    return digest.hexdigest()


def is_up_to_date(root):
    """Tell whether `.venv/` was finished from the present requirement files and still starts."""
    venv = os.path.join(root, ".venv")
    try:
        with open(os.path.join(venv, "citewell.stamp"), encoding="ascii") as file:
            stamp = file.read().strip()
    except OSError:
        return False
    # The interpreter is a link to one outside, which may be gone after an upgrade of the system.
    return stamp == wanted_stamp(root) and os.path.exists(os.path.join(venv, "bin", "python"))


def install(root, python, lock):
    """Make the environment anew where it does not start, install into it, then write the stamp.

    The lock is handed to each child: it stays held until the last of them has ended, even if this process is killed.
    """
    venv = os.path.join(root, ".venv")
    inside = os.path.join(venv, "bin", "python")
    stamp = os.path.join(venv, "citewell.stamp")
    if os.path.exists(stamp):
        os.remove(stamp)
    found = probe(inside)
    if found is None or found[0] < OLDEST:
        print("Preparing .venv/ ...", flush=True)
        shutil.rmtree(venv, ignore_errors=True)
        run([python, "-m", "venv", venv], lock)
    print("Installing packages ...", flush=True)
    pip = [inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted, exact = os.path.join(root, "requirements-dev.txt"), os.path.join(root, "constraints.txt")
    run([*pip, "-r", wanted, "-c", exact], lock)
    with open(stamp, "w", encoding="ascii") as file:
        file.write(wanted_stamp(root) + "\n")


def run(command, lock):
    """Run a command that must succeed; SystemExit names it when it does not."""
    result = subprocess.run(command, pass_fds=[lock.fileno()], stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        sys.exit("Set-up stopped: this did not succeed: " + " ".join(command))


def main():
    """Bring `.venv/` up to date, waiting for another set-up that is under way."""
    if is_up_to_date(ROOT):
        return
    # The kernel lets go of this lock when its holders end, however they end, so it is never stale.
    with open(os.path.join(ROOT, ".venv.lock"), "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another set-up is under way; waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_up_to_date(ROOT):
            python = choose_python([os.environ.get("PYTHON") or "python3", sys.executable, *OTHER_PYTHONS])
            install(ROOT, python, lock)


if __name__ == "__main__":
    main()
