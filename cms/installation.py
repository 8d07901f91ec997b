"""The secrets and the login of one installation: made once, kept in `var/installation.env`, read by the settings.

Imports no Django settings, because the settings cannot be loaded before these values exist.
"""

import base64
import fcntl
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

FILE_NAME = "installation.env"


class KeysAreGone(Exception):
    """The database is there and the keys that its enquiries were encrypted with are not."""


def new_fernet_key() -> str:
    """Return 32 random bytes in url-safe base64, which is what a Fernet key is."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(60),
    "DATA_KEYS": new_fernet_key,
    "ADMIN_USERNAME": lambda: "admin",
    "ADMIN_PASSWORD": lambda: secrets.token_urlsafe(15),
}


def ensure_installation(var_dir: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Write what this installation still lacks to `var/installation.env` (mode 0600) and return the file's values.

    A name set in `environ` is not written, and a value once written never changes. Raises KeysAreGone where new
    DATA_KEYS would be made beside an existing database: what is in it could never be read again.
    """
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / FILE_NAME
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two first runs at once must end with one set of keys
        kept = read_values(file.read())
        missing = [name for name in MAKERS if not kept.get(name) and not environ.get(name)]
        if "DATA_KEYS" in missing and (var_dir / "db.sqlite3").exists():
            raise KeysAreGone(
                f"{var_dir / 'db.sqlite3'} is there, but the DATA_KEYS its enquiries are encrypted with are not: "
                f"put {path} back, set DATA_KEYS, or move the database away."
            )
        made = {name: MAKERS[name]() for name in missing}
        if made:
            file.write("".join(f"{name}={value}\n" for name, value in made.items()))
        os.fchmod(file.fileno(), 0o600)
    return kept | made


def read_values(text: str) -> dict[str, str]:
    """Return the NAME=value lines of an environment file; comments and empty lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}
