"""Addresses of the app that are not pages."""

from django.urls import URLPattern

app_name = "citewell_contact"

urlpatterns: list[URLPattern] = []
