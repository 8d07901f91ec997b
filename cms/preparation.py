"""What stands between a fresh database and the first answer: static files, the demo, the login, the site's address.

Each step looks at what is there and does nothing when it is already done, so a second start is quick.
"""

import hashlib
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

DEMO_PAGE = "citewell_pages.HomePage"


def migrate() -> None:
    """Bring the database to the present schema."""
    call_command("migrate", verbosity=0, interactive=False)


def collect_static(stamp: Path) -> bool:
    """Collect the static files where one of them changed since the last time; tell whether that was so."""
    fingerprint = static_fingerprint(static_files())
    if stamp.exists() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(fingerprint)
    return True


def static_files() -> Iterable[tuple[str, os.stat_result]]:
    """Yield the name and the state of every file that collectstatic would take."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, os.stat(storage.path(name))


def static_fingerprint(files: Iterable[tuple[str, os.stat_result]]) -> str:
    """Return a hash that changes when a static file is added, removed or written."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for name, state in files:
        digest.update(f"\0{name}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def setup_roles() -> None:
    """Make or repair the groups of staff, so that a new user only has to be put into one."""
    call_command("setup_roles", stdout=io.StringIO())


def load_demo() -> bool:
    """Load the demo site into a database that has no home page yet; tell whether that was so.

    What a person changed or deleted afterwards stays as they left it.
    """
    if apps.get_model(DEMO_PAGE).objects.exists():
        return False
    with transaction.atomic():
        call_command("load_demo", verbosity=0)
    return True


def ensure_login(*, username: str, password: str) -> bool:
    """Create the administrator where that name is free; return whether this name and password open the admin.

    Somebody who changed their password keeps it.
    """
    users: Any = get_user_model()._default_manager
    user = users.filter(**{users.model.USERNAME_FIELD: username}).first()
    if user is None:
        users.create_superuser(username, "", password)
        return True
    return bool(user.is_active and user.check_password(password))


def set_site_address(base_url: str) -> bool:
    """Let the default site answer under the configured address; tell whether it was another one before.

    Links in mail, in the site map and in the admin are made from it. Only a site at a local name is touched: one that
    somebody gave a real name is theirs.
    """
    parts = urlsplit(base_url)
    hostname, port = parts.hostname or "localhost", parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if (
        site is None
        or site.hostname not in {"localhost", "127.0.0.1"}
        or (site.hostname, site.port) == (hostname, port)
    ):
        return False
    site.hostname, site.port = hostname, port
    site.save()
    return True
