"""What program this is: an answer that another version of it made is not served."""

import hashlib
import json
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.signals import setting_changed

INSTALLED = {"site-packages", "dist-packages"}
READ = {".py", ".html", ".mo"}


@lru_cache(maxsize=1)
def read_build() -> str:
    """Return 32 characters that change with the code, the templates, the installed packages and the settings."""
    return hashlib.sha256(f"{_read_files()} {_read_settings()}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _read_files() -> str:
    found = hashlib.sha256()
    for path in sorted(_files()):
        found.update(path.name.encode())
        found.update(path.read_bytes())
    for name in sorted(_packages()):
        found.update(name.encode())
    return found.hexdigest()


def _files() -> set[Path]:
    """The files of this project: its apps and templates, and the list of its static files under their present names."""
    folders = {Path(app.path) for app in apps.get_app_configs() if not INSTALLED.intersection(Path(app.path).parts)}
    engines: Any = settings.TEMPLATES
    folders |= {Path(folder) for engine in engines for folder in engine.get("DIRS", ())}
    found = {path for folder in folders for path in folder.rglob("*") if path.suffix in READ and path.is_file()}
    manifest = Path(settings.STATIC_ROOT or ".") / "staticfiles.json"
    return found | ({manifest} if manifest.is_file() else set())


def _packages() -> Iterator[str]:
    """Every installed package with its version, as its folder is called."""
    for folder in map(Path, sys.path):
        if INSTALLED.intersection(folder.parts) and folder.is_dir():
            yield from (path.name for path in folder.glob("*-info"))


def _read_settings() -> str:
    values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    return json.dumps(values, sort_keys=True, default=_name_type, skipkeys=True)


def _name_type(value: Any) -> str:
    return type(value).__name__


def _forget(**kwargs: Any) -> None:
    read_build.cache_clear()


# Only tests change settings.
setting_changed.connect(_forget, dispatch_uid="citewell_pages.read_build")
