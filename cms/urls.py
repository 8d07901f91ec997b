"""Every address of the site, in the order they are tried; Wagtail's pages come last."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from . import api_roots, health
from .api import api
from .api_problems import not_found
from .api_v3 import build_api
from .sitemaps import PublicSitemap

handler500 = "cms.unavailable.error_page"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", health.robots_txt),
    path("api/v1/", api_roots.read_root),
    path("api/v1/", api.urls),
    # Wagtail's pages must not answer below it.
    re_path("^api/v1/", not_found),
    path("api/v3-preview/", api_roots.edit_root),
    path("api/v3-preview/", build_api().urls),
    re_path("^api/v3-preview/", not_found),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicSitemap}}),
    # Pictures alone: documents may be for some readers only, and go through Wagtail's own address above.
    re_path(
        r"^media/(?P<path>(?:images|original_images|avatar_images)/[^/]+)$",
        serve,
        {"document_root": settings.MEDIA_ROOT},
    ),
    path("", include("pages.urls")),
    path("", include("contact.urls")),
    path("", include(wagtail_urls)),
]
