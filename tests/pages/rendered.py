"""A public page as a browser would get it, and what the tests look for in it."""

from bs4 import BeautifulSoup
from django.test import Client


def read(page):
    """Return the page's HTML as an anonymous reader gets it, parsed; a template's content is left out."""
    response = Client().get(page.get_url(), headers={"host": "127.0.0.1"})
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for template in soup.find_all("template"):
        template.decompose()
    return soup


def ids(soup):
    """Return every id of the page in document order."""
    return [tag["id"] for tag in soup.find_all(id=True)]


def inner_links(soup):
    """Return the ids that the page's links to itself name."""
    return [link["href"][1:] for link in soup.find_all("a", href=lambda href: href and href.startswith("#"))]


def scripts_that_run(soup):
    """Return every script but those that are data, which no browser runs."""
    return [script for script in soup.find_all("script") if script.get("type") != "application/ld+json"]
