"""`python fill.py WORDS.json`: makes the articles of a file and a form; prints where they are as JSON."""

import json
import os
import sys
import uuid
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings.production")

import django

django.setup()

from articles.models import ArticlePage, FormField, FormPage
from home.models import HomePage
from wagtail_footnotes.models import Footnote


def make_article(home: HomePage, article: dict[str, Any]) -> ArticlePage:
    """Publish one, as the editor would store it."""
    names = [str(uuid.uuid4()) for _source in article["sources"]]
    page = ArticlePage(title=article["title"], slug=article["slug"], lead=article["lead"])
    page.body = page._meta.get_field("body").stream_block.to_python(
        [
            {"type": "section", "value": {"heading": f"Part {number}", "text": f"<p>{_mark(sentences, names)}</p>"}}
            for number, sentences in enumerate(article["sections"], start=1)
        ]
    )
    page.footnotes = [
        Footnote(uuid=name, text=f"<p>{text}</p>", locale_id=1)
        for name, text in zip(names, article["sources"], strict=True)
    ]
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _mark(sentences: list[list[Any]], names: list[str]) -> str:
    marked = (
        text if source is None else f'{text}<footnote id="{names[source]}">{names[source][:6]}</footnote>'
        for text, source in sentences
    )
    return " ".join(marked)


def make_form(home: HomePage, kinds: dict[str, str]) -> FormPage:
    """Publish the form."""
    form = FormPage(title="Form", slug="form", to_address="desk@clinic.example", from_address="site@clinic.example")
    form.form_fields = [FormField(label=name, clean_name=name, field_type=kind) for name, kind in kinds.items()]
    home.add_child(instance=form)
    return form


if __name__ == "__main__":
    words = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    home = HomePage.objects.get()
    pages = {article["slug"]: make_article(home, article).pk for article in words["articles"]}
    make_form(home, words["form"])
    print(json.dumps(pages))
