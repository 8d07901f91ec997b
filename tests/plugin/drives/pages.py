"""A condition page with a citation below the host's own home page, as its readers get it."""

import json

from citewell.pages.citations.markup import Mark, make_mark
from citewell.pages.models import ConditionIndexPage, ConditionPage
from citewell.pages.services.references import save_reference
from django.test import Client
from wagtail.models import Site

home = Site.objects.get(is_default_site=True).root_page
reference = save_reference(
    csl={
        "type": "article-journal",
        "title": "A <b>classification</b> of chronic pain",
        "author": [{"family": "Treede", "given": "RD"}],
        "issued": {"date-parts": [[2015]]},
    }
)
index = home.add_child(instance=ConditionIndexPage(title="Conditions", slug="conditions"))
text = f"<p>One in five lives with it.{make_mark(Mark(reference.pk))}</p>"
body = [("section", {"heading": "Evidence", "aspect": "", "text": text})]
page = index.add_child(instance=ConditionPage(title="Chronic pain", slug="pain", body=body))
client = Client(SERVER_NAME="localhost")
answers = {url: client.get(url) for url in (page.url, index.url, home.url, "/brand.css", "/search/?q=pain", "/none/")}
print(
    json.dumps(
        {
            "statuses": [answer.status_code for answer in answers.values()],
            "page": answers[page.url].content.decode(),
            "home": type(home.specific).__module__,
            "search": answers["/search/?q=pain"].content.decode(),
        }
    )
)
