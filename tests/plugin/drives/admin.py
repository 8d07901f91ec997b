"""The admin's own rooms of the apps that are installed, as an administrator opens them."""

import json

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Site

user = get_user_model().objects.create_superuser("root", "root@example.org", "a long password for a test")
client = Client(SERVER_NAME="localhost")
client.force_login(user)
request = client.get("/admin/").wsgi_request
items = [
    item for top in admin_menu.menu_items_for_request(request) for item in (top, *getattr(top, "sub_menu_items", []))
]
menus = [getattr(item, "menu", None) for item in items]
urls = {item.url for item in items if getattr(item, "url", "").startswith("/admin/")}
for menu in filter(None, menus):
    urls |= {item.url for item in menu.menu_items_for_request(request) if item.url.startswith("/admin/")}
home = Site.objects.get(is_default_site=True).root_page
for config in apps.get_app_configs():
    for model in config.get_models() if config.label.startswith("citewell_") else ():
        if hasattr(model, "add_child") and model.can_create_at(home):
            urls.add(reverse("wagtailadmin_pages:add", args=[config.label, model._meta.model_name, home.pk]))
print(json.dumps({str(url): client.get(url, follow=True).status_code for url in sorted(map(str, urls))}))
