"""What the tests of the import share: the two articles, an index to import under, and words to compare."""

import re
from pathlib import Path

import pytest
from wagtail.models import Page, Site

from pages.models import ConditionIndexPage

TWIN = Path(__file__).parent / "twin.txt"
ORIGINAL = Path(__file__).parents[4] / "shared" / "article.txt"
FILES = [
    pytest.param(TWIN, id="twin"),
    pytest.param(
        ORIGINAL,
        id="original",
        marks=pytest.mark.skipif(not ORIGINAL.exists(), reason="the clinic's own article is not here"),
    ),
]


def make_index(**overrides):
    """A live condition index below the home page of the default site."""
    site = Site.objects.filter(is_default_site=True).first()
    parent = site.root_page if site else Page.get_first_root_node()
    values = {"title": "Conditions", "slug": "conditions"} | overrides
    return parent.add_child(instance=ConditionIndexPage(**values))


def words(text):
    """Every word and number of a text, in order."""
    return re.findall(r"\w+", text)
