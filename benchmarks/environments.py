"""What the processes of a site that is measured are told; all else is as the product ships it."""

import base64
import os


def make_environment(folder: str, url: str) -> dict[str, str]:
    """Return the environment of a site of its own: its folder, its database, secrets that are thrown away."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "VAR_DIR": folder,
        "DATABASE_URL": url,
        "SECRET_KEY": base64.urlsafe_b64encode(os.urandom(60)).decode(),
        "DATA_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "BASE_URL": "http://localhost",
        "DEBUG": "off",
        "LOG_LEVEL": "CRITICAL",
        "WEB_CONCURRENCY": "2",
        "PYTHONDONTWRITEBYTECODE": "",
    }
