"""An enquiry sent by the form of a contact page below the host's own home page."""

import json
import re

from citewell.contact.models import ContactPage, Enquiry, NotifyAddress
from django.test import Client
from wagtail.models import Site

home = Site.objects.get(is_default_site=True).root_page
page = ContactPage(title="Contact", slug="contact", consent_text="<p>We keep it for a year.</p>")
page.notify_addresses = [NotifyAddress(address="desk@clinic.example")]
home.add_child(instance=page)
client = Client(SERVER_NAME="localhost")
shown = client.get(page.url).content.decode()
hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
words = {"kind": "client", "name": "Mara Lind", "email": "mara@example.org", "message": "Do you treat it?", "fax": ""}
answer = client.post(
    f"/enquiries/{page.pk}/", hidden | words | {"consent": "yes"}, headers={"Origin": "http://localhost"}
)
enquiry = Enquiry.objects.first()
print(
    json.dumps(
        {
            "shown": shown,
            "status": answer.status_code,
            "thanks": client.get(answer.headers.get("Location", "/none/")).content.decode(),
            "stored": [enquiry.name, enquiry.email, enquiry.receipt] if enquiry else [],
            "cookies": [*client.cookies],
        }
    )
)
