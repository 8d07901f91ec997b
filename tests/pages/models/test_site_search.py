import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from pages.models import Condition, GuidelinePage
from pages.models.base import Page
from pages.models.site_search import find_page_ids, find_references
from pages.search_words import read_words

from ..factories import cite, make_condition_page, make_guideline, make_reference, make_section, make_table

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


def test_the_rows_of_a_table_are_found_as_far_as_the_page_shows_them():
    crps, other = (Condition.objects.create(name=name, slug=name.lower()) for name in ("CRPS", "Neuralgia"))
    guideline = make_guideline(make_reference(), population="Causalgia", intervention="Infusion", conditions=[crps])
    make_condition_page(title="Whole", slug="whole", body=[make_table(guideline)])
    make_condition_page(title="Part", slug="part", body=[make_table(guideline, conditions=[other])])
    assert find("causalgia infusion") == ["Whole"]
    assert find("guidelines") == ["Whole", "Part"]


def test_a_guideline_is_found_by_its_title_and_who_issued_it():
    guideline = make_guideline(make_reference(), plain_wording="Weak evidence.")
    guideline.short_title, guideline.organisations = "Short", "Society of Anesthesiologists\nAcademy"
    guideline.save()
    home = Site.objects.get(is_default_site=True).root_page
    home.add_child(instance=GuidelinePage(title="2018", slug="2018", guideline=guideline))
    for asked in ("guidelines", "anesthesiologists academy", "short weak"):
        assert find(asked) == ["2018"]


def test_a_name_of_the_condition_and_a_word_of_the_text_go_together(django_capture_on_commit_callbacks):
    page = make_page("Nerve injury", "<p>Infusions may help.</p>")
    page.conditions.add(Condition.objects.create(name="CRPS", slug="crps", synonyms="causalgia"))
    page.save_revision().publish()
    assert find("causalgia infusions") == ["Nerve injury"]
    with django_capture_on_commit_callbacks(execute=True):
        condition = Condition.objects.get()
        condition.synonyms = "RSD"
        condition.save()
    assert find("rsd infusions") == ["Nerve injury"]
    assert find("causalgia infusions") == []


def test_the_queries_do_not_grow_with_what_is_found():
    def count():
        with CaptureQueriesContext(connection) as queries:
            find_page_ids(["words"], Page.objects.live())
        return len(queries)

    make_page("One")
    count()  # PostgreSQL's index asks once for each process which type a page is of
    few = count()
    for number in range(8):
        make_page(f"More {number}")
    assert count() == few
