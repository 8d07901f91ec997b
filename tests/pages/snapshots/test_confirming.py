"""A change ends only the answers of the pages that it shows on; the others are held on to with a few questions."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.models import ConditionIndexPage, Reference, Snapshot
from tests.pages.factories import make_condition_page, make_reference, make_section

from .asking import addresses, ask, home, made, render, whole
from .small_site import make_small_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A site that was seen and is kept, every page of it and its data."""
    site = make_small_site()
    for path in paths(site):  # the first asker has renditions and settings made
        render(path)
    for path in paths(site):
        ask(path)
    return site


def paths(site):
    """Every page, and the data of one."""
    return sorted({page.get_url_parts()[2] for page in site.pages} | addresses(site.first))


def made_anew(site, change):
    """Make the change, ask for everything, and return what was rendered for that."""
    before = made()
    change()
    for path in paths(site):
        assert whole(ask(path)) == whole(render(path)), path
    after = made()
    return {path for path in before if after[path] != before[path]}


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_page_that_is_published_ends_its_own_answers_and_those_that_name_it(site):
    ended = made_anew(site, lambda: publish(site.second, lead="<p>Said anew.</p>"))
    assert "/conditions/ache/" in ended
    assert not ended & (addresses(site.first) | addresses(site.about))


def test_a_source_ends_the_pages_that_cite_it(site):
    ended = made_anew(site, lambda: Reference.objects.filter(pk=site.sources[0].pk).update(status="retracted"))
    assert ended == addresses(site.first) | {"/references/"}


def test_a_source_that_is_cited_nowhere_ends_nothing(site):
    assert not made_anew(site, lambda: make_reference("Cited by nobody"))


def test_a_new_page_ends_the_lists_that_it_stands_in(site):
    ended = made_anew(site, lambda: make_condition_page(title="Stress", slug="stress", index=site.index))
    assert "/conditions/" in ended
    assert not ended & set().union(*map(addresses, (site.first, site.second, site.about)))


def test_the_first_page_in_a_section_is_seen():
    make_small_site()
    empty = home().add_child(instance=ConditionIndexPage(title="Empty", slug="empty"))
    ask(empty)
    make_condition_page(title="Stress", slug="stress", index=ConditionIndexPage.objects.get(pk=empty.pk))
    assert b"Stress" in ask(empty).content


def test_what_is_held_on_to_costs_few_questions_once(site, django_assert_num_queries, django_assert_max_num_queries):
    ask(site.first)
    publish(site.second, lead="<p>Said anew.</p>")
    with django_assert_max_num_queries(20):
        ask(site.first)
    with django_assert_num_queries(1):
        ask(site.first)


def test_a_draft_that_was_saved_before_is_no_change_of_what_is_read(site):
    site.home.title = "A draft"
    site.home.save_revision()
    ended = made_anew(site, lambda: publish(site.second, lead="<p>Said anew.</p>"))
    assert not ended & (addresses(site.first) | addresses(site.about))


def test_a_restriction_ends_all(site):
    before = made()
    PageViewRestriction.objects.create(page=site.about, restriction_type="login")
    ask(site.first)
    path = site.first.get_url_parts()[2]
    assert made()[path] != before[path]


def test_a_page_that_ends_sooner_than_any_before_is_heeded(site):
    ask(site.first)
    ends = timezone.now() + timedelta(hours=1)
    Page.objects.filter(pk=site.second.pk).update(expire_at=ends)
    before = made()
    ask(site.first)
    path = site.first.get_url_parts()[2]
    assert made()[path] == before[path]
    assert Snapshot.objects.get(path=path).until == ends


def test_a_section_with_other_words_is_rendered(site):
    publish(site.first, body=[make_section("<p>Said anew.</p>")])
    assert b"Said anew." in ask(site.first).content
