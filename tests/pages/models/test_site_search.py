import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import Condition
from pages.models.base import Page
from pages.models.site_search import find_page_ids, find_references
from pages.search_words import read_words

from ..factories import cite, make_condition_page, make_reference, make_section

pytestmark = pytest.mark.django_db


def find(text):
    """The titles of the live pages that are found, in order."""
    titles = dict(Page.objects.values_list("pk", "title"))
    return [titles[pk] for pk in find_page_ids(read_words(text), Page.objects.live())]


def make_page(title, text="Words.", **overrides):
    return make_condition_page(
        title=title, slug=title.lower().replace(" ", "-"), body=[make_section(text)], **overrides
    )


def make_condition(page, name, synonyms=""):
    page.conditions.add(Condition.objects.create(name=name, slug=name.lower(), synonyms=synonyms))
    page.save()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("amplified", ["Fibromyalgia"]),
        ("amplified nerves", ["Fibromyalgia"]),
        ("AMPLIFIED", ["Fibromyalgia"]),
        ("amplif", ["Fibromyalgia"]),
        ("sjogren", ["Dry eyes"]),
        ("Sjögren's", ["Dry eyes"]),
        ("post-herpetic", ["Shingles"]),
        ("postherpetic", []),
        ("amplified sjogren", []),
        ("pains", []),
        ("0.5", ["Shingles"]),
        ('"amplified"', ["Fibromyalgia"]),
        ("amplified*", ["Fibromyalgia"]),
        ("zzz", []),
        ("'; --", []),
    ],
)
def test_both_databases_find_the_same(asked, found):
    make_page("Fibromyalgia", "<p>Repeated, amplified nerves.</p>")
    make_page("Dry eyes", "<p>Sjögren's disease.</p>")
    make_page("Shingles", "<p>Post-herpetic pain at 0.5 mg.</p>")
    assert find(asked) == found


def test_the_name_of_the_condition_comes_before_the_title_and_that_before_the_text():
    make_page("About sleep", "<p>Causalgia keeps people awake.</p>")
    make_page("Causalgia and work")
    make_condition(make_page("Nerve injury"), "CRPS", "reflex sympathetic dystrophy\ncausalgia")
    assert find("causalgia") == ["Nerve injury", "Causalgia and work", "About sleep"]


def test_a_synonym_that_was_just_added_finds_the_page():
    page = make_page("Nerve injury")
    make_condition(page, "CRPS")
    assert find("RSD") == []
    Condition.objects.update(synonyms="RSD")
    assert find("RSD") == ["Nerve injury"]


def test_sources_are_found_by_author_title_year_and_in_part():
    reference = make_reference("Ketamine for nerve pain")
    make_page("Page", f"<p>{cite(reference)}</p>")
    make_reference("Ketamine, never cited")
    for asked in ("treede", "ketamine nerve", "2015", "ketam", "Treede 2015"):
        assert [found.reference.pk for found in find_references(read_words(asked), Page.objects.live())] == [
            reference.pk
        ]


def test_the_queries_do_not_grow_with_what_is_found():
    def count():
        with CaptureQueriesContext(connection) as queries:
            find_page_ids(["words"], Page.objects.live())
        return len(queries)

    make_page("One")
    few = count()
    for number in range(8):
        make_page(f"More {number}")
    assert count() == few
