"""Addresses of the app that are not pages."""

from django.urls import URLPattern, path

from .views.brand import brand_css
from .views.search import search

app_name = "citewell_pages"

urlpatterns: list[URLPattern] = [
    path("brand.css", brand_css, name="brand"),
    path("search/", search, name="search"),
]
