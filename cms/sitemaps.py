"""What search engines are told of: the pages that anybody may read."""

from typing import Any

from wagtail.contrib.sitemaps import Sitemap

from pages.models.public_pages import public_pages


class PublicSitemap(Sitemap):
    """Wagtail's, without what ended and without the aliases of pages that are for some readers."""

    def items(self) -> Any:
        """The pages."""
        return public_pages(super().items())
