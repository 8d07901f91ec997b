"""`python -m benchmarks.own_site WORDS.json`: makes the same articles as the stock site's, as condition pages.

Prints their numbers as JSON. The environment says which site it is.
"""

import json
import sys
from pathlib import Path
from typing import Any

INDEX = "conditions"


def path_of(slug: str) -> str:
    """Return where an article stands."""
    return f"/{INDEX}/{slug}/"


def make_site(slug: str = "bench") -> Any:
    """Put a home page at the root of the default site, and an index of conditions below it; return the index."""
    from wagtail.models import Site

    from pages.models import ConditionIndexPage, HomePage

    site = Site.objects.get(is_default_site=True)
    home = HomePage(title="Home", slug=slug, heading="Home")
    site.root_page.get_root().add_child(instance=home)
    site.root_page = home
    site.save()
    Site.clear_site_root_paths_cache()
    return home.add_child(instance=ConditionIndexPage(title="Conditions", slug=INDEX))


def make_article(parent: Any, *, title: str, slug: str, sections: list[Any], sources: list[dict[str, Any]]) -> Any:
    """Publish one as a condition page below `parent`, its sources in the library."""
    from pages.models import ConditionPage, Reference

    known = [Reference.objects.create(csl=csl).pk for csl in sources]
    body = [
        {
            "type": "section",
            "value": {"heading": f"Part {number}", "aspect": "evidence", "text": f"<p>{_cite(sentences, known)}</p>"},
        }
        for number, sentences in enumerate(sections, start=1)
    ]
    page = ConditionPage(title=title, slug=slug, lead="<p>A lead.</p>")
    page.body = page._meta.get_field("body").stream_block.to_python(body)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _cite(sentences: list[Any], known: list[int]) -> str:
    cited = (
        text if source is None else f'{text}<embed embedtype="citation" id="{known[source]}"/>'
        for text, source in sentences
    )
    return " ".join(cited)


def main(file: str) -> None:
    """Make them all."""
    import django

    django.setup()
    index = make_site()
    pages = {}
    for article in json.loads(Path(file).read_text(encoding="utf-8"))["articles"]:
        told = {name: article[name] for name in ("title", "slug", "sections")}
        made = make_article(index, **told, sources=article["records"])
        pages[article["slug"]] = made.pk
    print(json.dumps(pages))


if __name__ == "__main__":
    main(sys.argv[1])
