"""Random histories of a site: after each, every page is served as it is rendered, byte for byte."""

import os
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from treebeard.exceptions import InvalidMoveToDescendant, InvalidPosition
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from pages.models import (
    Condition,
    ConditionPage,
    Grade,
    GradeScheme,
    Guideline,
    Person,
    Recommendation,
    Reference,
    SiteSettings,
    StandardPage,
)
from pages.services.merge_references import merge_references
from tests.pages.factories import cite, make_section

from .asking import addresses, ask, render, whole
from .knocking import Doorbell
from .small_site import make_small_site

HISTORIES = int(os.environ.get("HISTORIES", "12"))
REFUSED = (
    *(ValidationError, IntegrityError, ProtectedError, InvalidMoveToDescendant, InvalidPosition),
    *(Page.DoesNotExist, IndexError, ZeroDivisionError),
    RuntimeError,  # what Wagtail says of a draft of an alias, which a translation of pages below leaves
)
FIELDS = {
    "clinic_name": ["Clinic", "House"],
    "emergency_notice": ["", "Call 911."],
    "citation_style": ["ama", "nlm"],
    "merge_citation_ranges": [True, False],
    "show_source_notices": [True, False],
    "show_superseded": [True, False],
    "brand_colour": ["#1f6f6b", "#003366"],
    "disclaimer": ["", "<p>Ask.</p>"],
    "hours": ["", "Monday 8 am to 5 pm"],
}


class Taken(Exception):
    """Raised to take a change back."""


def pick(queryset, number):
    """One of the rows, by a number."""
    rows = list(queryset.order_by("pk"))
    return rows[number % len(rows)]


def page_of(number, *, home=False):
    """A page of the site, specific; the home page only if it is wanted."""
    return pick(Page.objects.filter(depth__gt=1 if home else 2), number).specific


def edit_reference(a, b):
    source = pick(Reference.objects.all(), a)
    source.csl["title"] = f"Title {b}"
    source.save()


def retract(a, b):
    statuses = ["ok", "corrected", "concern", "retracted"]
    Reference.objects.filter(pk=pick(Reference.objects.all(), a).pk).update(status=statuses[b % 4])


def merge(a, b):
    merge_references(keep=pick(Reference.objects.all(), a), drop=pick(Reference.objects.all(), b))


def edit_row(a, b):
    Recommendation.objects.filter(pk=pick(Recommendation.objects.all(), a).pk).update(plain_wording=f"Wording {b}")


def add_row(a, b):
    guideline = pick(Guideline.objects.all(), a)
    row = Recommendation.objects.create(guideline=guideline, population=f"Others {b}", statement="It helps.")
    row.further_citations.add(pick(Reference.objects.all(), b))


def drop_row(a, b):
    pick(Recommendation.objects.all(), a).delete()


def supersede(a, b):
    older = pick(Guideline.objects.all(), a)
    newer = Guideline.objects.create(
        title=f"Newer {b}", scheme=older.scheme, reference=pick(Reference.objects.all(), b)
    )
    older.superseded_by = newer
    older.save()


def edit_scheme(a, b):
    GradeScheme.objects.filter(pk=pick(GradeScheme.objects.all(), a).pk).update(name=f"Scheme {b}")
    Grade.objects.filter(pk=pick(Grade.objects.all(), b).pk).update(meaning=f"Meaning {a}")


def edit_condition(a, b):
    Condition.objects.filter(pk=pick(Condition.objects.all(), a).pk).update(name=f"Condition {b}", synonyms=f"Name {a}")


def choose_conditions(a, b):
    page = pick(ConditionPage.objects.all(), a)
    page.conditions = list(Condition.objects.all()) if b % 2 else []
    page.save()


def edit_person(a, b):
    Person.objects.filter(pk=pick(Person.objects.all(), a).pk).update(name=f"Person {b}")


def edit_clinic(a, b):
    name = sorted(FIELDS)[a % len(FIELDS)]
    SiteSettings.objects.update(**{name: FIELDS[name][b % len(FIELDS[name])]})


def publish(a, b):
    page = page_of(a, home=True)
    page.title, page.seo_title = f"Title {b}", ["", "For engines"][b % 2]
    page.lead = f"<p>Lead.{cite(pick(Reference.objects.all(), b))}</p>"
    if isinstance(page, ConditionPage):
        page.body = [make_section(f"<p>Text {b}.</p>", heading=f"Heading {b}")]
    page.save_revision().publish()


def save_draft(a, b):
    page = page_of(a, home=True)
    page.title = f"Draft {b}"
    page.save_revision()


def unpublish(a, b):
    page_of(a).unpublish()


def delete(a, b):
    page_of(a).delete()


def move(a, b):
    page_of(a).move(page_of(b, home=True), pos=["last-child", "left", "right"][(a + b) % 3])


def rename(a, b):
    page = page_of(a)
    page.slug = f"page-{b}"
    page.save_revision().publish()


def add(a, b):
    parent = page_of(a, home=True)
    parent.add_child(instance=StandardPage(title=f"Added {b}", slug=f"added-{b}", live=bool(b % 3)))


def menu(a, b):
    Page.objects.filter(pk=page_of(a).pk).update(show_in_menus=bool(b % 2))


def restrict(a, b):
    kinds = [{"restriction_type": "login"}, {"restriction_type": "password", "password": "open"}]
    PageViewRestriction.objects.create(page=page_of(a), **kinds[b % 2])


def open_up(a, b):
    PageViewRestriction.objects.all().delete()


def expire(a, b):
    page = page_of(a)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(hours=b % 5 - 2))
    if b % 2:
        call_command("publish_scheduled", verbosity=0)


def schedule(a, b):
    page = page_of(a)
    page.title = f"Scheduled {b}"
    page.save_revision(approved_go_live_at=timezone.now() + timedelta(hours=b % 3 - 1)).publish()
    call_command("publish_scheduled", verbosity=0)


def translate(a, b):
    french, _made = Locale.objects.get_or_create(language_code="fr")
    page = page_of(a, home=True)
    CopyPageForTranslationAction(page=page, locale=french, copy_parents=True, include_subtree=bool(b % 2)).execute()
    page.get_translation(french).specific.save_revision().publish()


def move_site(a, b):
    Site.objects.filter(is_default_site=True).update(port=[80, 8000, 443][b % 3])


def root_site(a, b):
    site = Site.objects.get(is_default_site=True)
    site.root_page = page_of(a, home=True)
    site.save()


def add_site(a, b):
    Site.objects.create(hostname=f"site-{b}.example", port=80, root_page=page_of(a, home=True))


def redirect(a, b):
    Redirect.add_redirect(f"/page-{a}/", page_of(b, home=True))


def change_image(a, b):
    image = SiteSettings.objects.get().logo
    if image:
        image.title = f"Image {a}"
        image.focal_point_x = image.focal_point_y = b % 20 + 1
        image.focal_point_width = image.focal_point_height = 4
        image.save()


CHANGES = [
    *(edit_reference, retract, merge, edit_row, add_row, drop_row, supersede, edit_scheme, edit_condition),
    *(choose_conditions, edit_person, edit_clinic, publish, save_draft, unpublish, delete, move, rename, add, menu),
    *(restrict, open_up, expire, schedule, translate, move_site, root_site, add_site, redirect, change_image),
]
NUMBERS = st.integers(0, 60)
STEPS = st.lists(
    st.tuples(st.sampled_from(CHANGES), NUMBERS, NUMBERS, st.booleans(), st.sets(NUMBERS, max_size=4)),
    min_size=1,
    max_size=6,
)


def apply(change, a, b, *, taken_back):
    """Make a change as far as it is possible; what is refused, or is taken back, leaves nothing."""
    try:
        with transaction.atomic():
            change(a, b)
            if taken_back:
                raise Taken
    except (*REFUSED, Taken):
        pass


def all_addresses():
    """Every address that the pages of the site and their data have at present."""
    return set().union(*map(addresses, Page.objects.filter(depth__gt=1)))


@override_settings(
    WAGTAIL_I18N_ENABLED=True,
    WAGTAIL_CONTENT_LANGUAGES=[("en", "English"), ("fr", "French")],
    LANGUAGES=[("en", "English"), ("fr", "French")],
)
class Histories(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_small_site()

    def setUp(self):
        self.bell = Doorbell()

    @settings(max_examples=HISTORIES, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_every_page_is_served_as_it_is_rendered(self, steps):
        known = all_addresses()
        for path in known:
            ask(path)
        for change, a, b, taken_back, read in steps:
            apply(change, a, b, taken_back=taken_back)
            known |= all_addresses()
            for number in read:
                self.compare(sorted(known)[number % len(known)])
        for path in sorted(known):
            self.compare(path)

    def compare(self, path):
        served, fresh = whole(ask(path)), whole(render(path))
        assert served == fresh, path
        assert self.bell.ask(path) == self.bell.ask_django(path), path
