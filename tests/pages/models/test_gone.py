"""Older versions stay readable when what they name was deleted since."""

import pytest
from django.urls import reverse

from pages.models import Guideline, Person
from tests.pages.factories import make_condition_page, make_guideline, make_reference

pytestmark = pytest.mark.django_db


def test_a_page_whose_author_was_deleted_is_compared_and_reverted(admin_client):
    person = Person.objects.create(name="Mara Lind")
    page = make_condition_page(author=person)
    old = page.save_revision()
    page.author = None
    new = page.save_revision()
    new.publish()
    person.delete()
    assert old.as_object().author is None
    for name, args in (("revisions_compare", (old.pk, new.pk)), ("revisions_revert", (old.pk,))):
        assert admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *args])).status_code == 200


def test_a_guideline_whose_grade_was_deleted_is_compared(admin_client):
    guideline = make_guideline(make_reference())
    old = guideline.save_revision()
    row = guideline.recommendations.get()
    grade, row.grade = row.grade, None
    row.save()
    guideline.refresh_from_db()
    new = guideline.save_revision()
    grade.delete()
    (read,) = old.as_object().recommendations.all()
    assert (read.grade, read.plain_wording) == (None, "It may help.")
    url = reverse("citewell_guidelines:revisions_compare", args=[guideline.pk, old.pk, new.pk])
    assert admin_client.get(url).status_code == 200


def test_what_may_not_be_empty_is_told_as_before():
    reference = make_reference()
    guideline = make_guideline(reference)
    revision = guideline.save_revision()
    guideline.delete()
    reference.delete()
    with pytest.raises(Exception, match="on_delete"):
        Guideline.from_serializable_data(revision.content)
