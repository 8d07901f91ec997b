"""Asking for a page as a reader does, finished or rendered anew, and seeing what was kept."""

import re
from urllib.parse import unquote, urlencode

from django.test import Client, override_settings
from wagtail.models import Site

from pages.models import Snapshot

# The time of an answer that nobody may keep.
OWN = {"date", "expires"}
# Of the form that asks for a page's password, which is made for each reader.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def home():
    """The root page of the default site."""
    return Site.objects.get(is_default_site=True).root_page.specific


def ask(page, method="get", client=None, **headers):
    """Ask for a page, or a path, under the name of its site."""
    path = page if isinstance(page, str) else page.get_url_parts()[2]
    return getattr(client or Client(), method)(path, headers={"host": "localhost"} | headers)


def render(page, method="get", client=None, **headers):
    """Ask for the same while nothing is kept."""
    Site.clear_site_root_paths_cache()
    with override_settings(CITEWELL_SNAPSHOTS=False):
        return ask(page, method, client, **headers)


def whole(response):
    """All of a response that a reader can see."""
    headers = {name.lower(): value for name, value in response.items() if name.lower() not in OWN}
    return response.status_code, headers, TOKEN.sub(b"", response.content)


def made():
    """How many answers were kept so far, each time that one was."""
    return {snapshot.path: snapshot.made_at for snapshot in Snapshot.objects.exclude(made_at=None)}


def addresses(page):
    """The addresses of a page, and of its data, at which it is kept; none where it has no address."""
    parts = page.get_url_parts()
    if not parts or not parts[2]:
        return set()
    query = urlencode({"path": unquote(parts[2]), "include": "related,site"})
    return {parts[2], f"/api/v1/pages/{page.pk}", f"/api/v1/resolve?{query}"}
