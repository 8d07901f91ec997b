"""The pages that the other scripts made, as they are shown now."""

import json

from django.test import Client

client = Client(SERVER_NAME="localhost")
print(json.dumps([client.get(path).content.decode() for path in ("/conditions/pain/", "/contact/")]))
