"""A delivery that the host's own code asks for, as docs/plugin.md shows it, with the site as its subject."""

import json

from django.apps import apps
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

outbox = apps.get_app_config("citewell_outbox")
outbox.register_handler(
    "greeting", lambda job: send_mail("Hello", "From the host", None, ["host@example.org"]) and None
)
with transaction.atomic():
    outbox.enqueue(kind="greeting", subject=Site.objects.get(), key="greeting-1")
call_command("deliver")
print(json.dumps(list(apps.get_model("citewell_outbox.Delivery").objects.values_list("status", flat=True))))
