"""Where a page is: its address, whole and from the root of the site."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Site

from ..schemas.base import PageLink


class Places:
    """The addresses of a site's pages. Wagtail keeps the roots of all sites on it, so that they are read once."""

    def __init__(self, site: Site) -> None:
        self.root_url = site.root_url

    def path(self, page: Any) -> str:
        """Return the page's address from the root of the site; '' for a page that has none."""
        return self._parts(page)[1]

    def url(self, page: Any) -> str:
        """Return the whole address; '' for a page that has none."""
        root, path = self._parts(page)
        return f"{root}{path}" if path else ""

    def link(self, page: Any) -> PageLink:
        """Return the page, named."""
        return PageLink(id=page.pk, title=page.title, url=self.url(page), path=self.path(page))

    def links(self, pages: Iterable[Any]) -> list[PageLink]:
        """Return the pages, named."""
        return [self.link(page) for page in pages]

    def _parts(self, page: Any) -> tuple[str, str]:
        found = page.get_url_parts(self)
        return (found[1] or "", found[2] or "") if found else ("", "")
