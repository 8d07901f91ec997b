"""Whatever changes, by whatever way: what is kept is what a fresh rendering gives, byte for byte."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site

from pages.models import (
    Condition,
    ConditionCode,
    ConditionPage,
    Grade,
    GradeScheme,
    Person,
    Recommendation,
    Reference,
    SiteSettings,
    StandardPage,
)
from pages.services.merge_references import merge_references
from tests.pages.factories import make_condition_page, make_reference, make_section

from .asking import addresses, ask, made, render, whole
from .small_site import make_image, make_small_site

pytestmark = pytest.mark.django_db


def reference(site):
    site.sources[0].csl["title"] = "Another title"
    site.sources[0].save()


def reference_in_bulk(site):
    Reference.objects.filter(pk=site.sources[0].pk).update(status="retracted")


def reference_in_plain_sql(site):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE citewell_pages_reference SET status = 'concern'")


def references_merged(site):
    merge_references(keep=site.sources[0], drop=site.sources[1])


def guideline(site):
    site.guideline.title = "Another guideline"
    site.guideline.save()


def row(site):
    Recommendation.objects.update(plain_wording="It may not help.")


def row_added(site):
    Recommendation.objects.create(guideline=site.guideline, population="Others", statement="It helps.")


def scheme(site):
    GradeScheme.objects.update(name="Another scheme")


def grade(site):
    Grade.objects.filter(code="B").update(definition="Something else.")


def condition(site):
    Condition.objects.update(name="Chronic pain", synonyms="Soreness")


def code(site):
    ConditionCode.objects.all().delete()


def person(site):
    Person.objects.filter(pk=site.person.pk).update(name="Anne")


def clinic(site):
    SiteSettings.objects.update(emergency_notice="Call 911.", citation_style="nlm")


def colour(site):
    SiteSettings.objects.update(brand_colour="#003366")


def image_alt(site):
    site.image.title = "A mountain"
    site.image.save()


def image_file(site):
    site.image.file.save("mountain.png", make_image(colour="red").file)
    site.image.renditions.all().delete()


def image_focus(site):
    site.image.focal_point_x, site.image.focal_point_y = 5, 5
    site.image.focal_point_width = site.image.focal_point_height = 4
    site.image.save()


def image_deleted(site):
    SiteSettings.objects.update(logo=None)
    site.image.delete()


def page_published(site):
    site.first.title = "Pain, anew"
    site.first.body = [make_section("<p>Nothing is cited.</p>")]
    site.first.save_revision().publish()


def page_in_bulk(site):
    ConditionPage.objects.filter(pk=site.first.pk).update(summary="In one sentence.")


def page_added(site):
    make_condition_page(title="Stress", slug="stress", index=site.index)


def page_unpublished(site):
    site.first.unpublish()


def page_deleted(site):
    Page.objects.get(pk=site.first.pk).delete()


def page_renamed(site):
    site.index.slug = "what-we-treat"
    site.index.save_revision().publish()


def page_moved(site):
    site.about.move(site.index, pos="last-child")


def pages_sorted(site):
    site.about.move(site.index, pos="left")


def menu(site):
    Page.objects.filter(pk=site.about.pk).update(show_in_menus=True)


def description(site):
    Page.objects.filter(pk=site.first.pk).update(search_description="Told elsewhere.")


def restricted(site):
    PageViewRestriction.objects.create(page=site.first, restriction_type="login")


def section_restricted(site):
    PageViewRestriction.objects.create(page=site.index, restriction_type="password", password="open")


def draft_above_restricted(site):
    Page.objects.filter(pk=site.index.pk).update(live=False)
    PageViewRestriction.objects.create(page=site.index, restriction_type="login")


def hostname(site):
    Site.objects.update(port=8000)


def root(site):
    other = Page.get_first_root_node().add_child(instance=StandardPage(title="New", slug="new"))
    site.site.root_page = other
    site.site.save()


def second_site(site):
    Site.objects.create(hostname="other.example", port=80, root_page=site.about)


def site_renamed(site):
    Site.objects.update(hostname="clinic.example")


def redirected(site):
    Redirect.add_redirect("/about/", "/conditions/")


def locale(site):
    Locale.objects.update(language_code="en-gb")


def translated(site):
    french = Locale.objects.create(language_code="fr")
    CopyPageForTranslationAction(page=site.home, locale=french, include_subtree=True).execute()


def collection(site):
    site.image.collection = Collection.get_first_root_node().add_child(name="Hills")
    site.image.save()


def scheduled(site):
    page = StandardPage(title="Soon", slug="soon", live=False)
    site.home.add_child(instance=page)
    page.save_revision(approved_go_live_at=timezone.now() + timedelta(hours=1))
    page.live = True
    page.save()


CHANGES = [
    *(
        reference,
        reference_in_bulk,
        reference_in_plain_sql,
        references_merged,
        guideline,
        row,
        row_added,
        scheme,
        grade,
    ),
    *(condition, code, person, clinic, colour, image_alt, image_file, image_focus, image_deleted, page_published),
    *(page_in_bulk, page_added, page_unpublished, page_deleted, page_renamed, page_moved, pages_sorted, menu),
    *(description, restricted, section_restricted, draft_above_restricted, hostname, root, second_site, site_renamed),
    *(redirected, locale, translated, collection, scheduled),
]


def compare(paths):
    """Hold what is served, twice, against what is rendered."""
    for path in paths:
        fresh = whole(render(path))
        assert whole(ask(path)) == fresh, path
        assert whole(ask(path)) == fresh, path


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_a_change_every_page_is_as_it_is_rendered(change):
    site = make_small_site()
    paths = set().union(*map(addresses, site.pages))
    for path in paths:
        ask(path)
    assert set(made()) == paths
    change(site)
    compare(paths.union(*map(addresses, Page.objects.live())))


def test_the_end_of_a_page_ends_what_is_kept_of_it(django_assert_num_queries):
    page = make_condition_page(expire_at=timezone.now() + timedelta(hours=1))
    render(page)
    ask(page)
    with django_assert_num_queries(1):
        ask(page)
    with freeze_time(timezone.now() + timedelta(hours=2)):
        before = made()
        assert whole(ask(page)) == whole(render(page))
        assert made() == before


def test_a_draft_changes_nothing(django_assert_num_queries):
    site = make_small_site()
    ask(site.first)
    site.first.title = "A draft"
    site.first.save_revision()
    draft = site.index.add_child(instance=ConditionPage(title="A draft", slug="draft", live=False))
    draft.summary = "More of it."
    draft.save()
    draft.conditions = [site.condition]
    draft.save()
    with django_assert_num_queries(1):
        ask(site.first)


def test_only_what_uses_the_changed_is_made_anew():
    site = make_small_site()
    for page in site.pages:
        ask(page)
    before = made()
    person(site)
    for page in site.pages:
        ask(page)
    after = made()
    assert [path for path in before if after[path] != before[path]] == [site.first.get_url_parts()[2]]


def test_the_end_of_another_page_ends_the_data_that_name_it(django_assert_num_queries):
    site = make_small_site()
    Page.objects.filter(pk=site.first.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    path = f"/api/v1/pages/{site.index.pk}"
    ask(path)
    with django_assert_num_queries(1):
        assert b"/conditions/pain/" in ask(path).content
    with freeze_time(timezone.now() + timedelta(hours=2)):
        assert b"/conditions/pain/" not in ask(path).content
        assert whole(ask(path)) == whole(render(path))


def test_a_check_that_finds_nothing_new_ends_nothing(django_assert_num_queries):
    site = make_small_site()
    ask(site.first)
    Reference.objects.update(checked_at=timezone.now())
    make_reference("Cited by nobody").delete()
    ask(site.first)
    Reference.objects.update(checked_at=timezone.now())
    with django_assert_num_queries(1):
        ask(site.first)
