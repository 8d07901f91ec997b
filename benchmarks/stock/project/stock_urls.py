"""The addresses of the new project, and those that the APIs and wagtail-footnotes want."""

from bench.urls import urlpatterns as of_the_project
from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api
from wagtail_footnotes import urls as footnotes_urls

v2 = WagtailAPIRouter("wagtailapi")
v2.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [
    path("api/v2/", v2.urls),
    path("api/v3/", api.urls),
    path("footnotes/", include(footnotes_urls)),
    *of_the_project,
]
