"""A merge moves every use, keeps what each record knew, and is logged."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry, Page, ReferenceIndex

from pages.blocks import walk
from pages.citations.markup import Mark, find_groups, make_mark
from pages.models import ConditionIndexPage, ConditionPage, Guideline, Reference
from pages.services.merge_references import merge_references

pytestmark = pytest.mark.django_db


def make_reference(title, **fields):
    """Store a record and read back what the database makes of it."""
    reference = Reference.objects.create(csl={"type": "report", "title": title, **fields})
    reference.refresh_from_db()
    return reference


def make_page(reference):
    """Store a live page that cites in its lead and in its body, with a revision."""
    index = Page.objects.get(depth=1).add_child(instance=ConditionIndexPage(title="Conditions", slug="c"))
    text = f"<p>Claim.{make_mark(Mark(reference.pk, 'p. 3'))}</p>"
    page = ConditionPage(title="Pain", lead=text, body=[("section", {"heading": "Pain", "text": text})])
    index.add_child(instance=page)
    page.save_revision()
    return page


def cited_ids(page):
    """Return the ids that the page cites, in reading order."""
    texts = [place for name in page.citable_fields for place in walk(getattr(page, name), name)]
    return [mark.reference_id for text in texts for group in find_groups(text.source) for mark in group]


@pytest.fixture
def keep():
    return make_reference("Pain", volume="156")


@pytest.fixture
def drop():
    return make_reference("Pain again", issue="6", volume="157")


def test_the_live_page_and_its_revision_cite_the_other(keep, drop):
    page = make_page(drop)
    merge_references(keep=keep, drop=drop)
    page.refresh_from_db()
    assert cited_ids(page) == [keep.pk, keep.pk]
    assert cited_ids(page.get_latest_revision_as_object()) == [keep.pk, keep.pk]


def test_the_reference_index_knows_at_once(keep, drop):
    page = make_page(drop)
    merge_references(keep=keep, drop=drop)
    assert [use.object_id for use in ReferenceIndex.get_references_to(keep)] == [str(page.pk)] * 2


def test_other_citations_stay_where_they_are(keep, drop):
    page = make_page(make_reference("Another"))
    before = cited_ids(page)
    merge_references(keep=keep, drop=drop)
    page.refresh_from_db()
    assert cited_ids(page) == before


def test_guidelines_and_their_rows_and_revisions_move(keep, drop):
    guideline = Guideline(title="Ketamine", reference=drop)
    guideline.recommendations.create(population="CRPS", further_citations=[drop])
    guideline.save()
    guideline.save_revision()
    merge_references(keep=keep, drop=drop)
    for state in (Guideline.objects.get(), Guideline.objects.get().get_latest_revision().as_object()):
        assert state.reference_id == keep.pk
        assert list(state.recommendations.get().further_citations.all()) == [keep]


def test_what_the_kept_record_lacks_is_filled_in_and_what_it_has_stays(keep, drop):
    merge_references(keep=keep, drop=drop)
    keep.refresh_from_db()
    assert (keep.csl["volume"], keep.csl["issue"], keep.title) == ("156", "6", "Pain")


def test_the_identifier_of_the_dropped_record_is_taken_over(keep):
    drop = make_reference("Pain again", DOI="10.1097/x")
    Reference.objects.filter(pk=drop.pk).update(doi="10.1097/x")
    merge_references(keep=keep, drop=Reference.objects.get(pk=drop.pk))
    keep.refresh_from_db()
    assert keep.doi == "10.1097/x"


def test_the_merge_is_logged_with_the_record_that_went(keep, drop):
    merge_references(keep=keep, drop=drop)
    entry = ModelLogEntry.objects.get(action="citewell_pages.merge_references")
    assert entry.data["merged"]["csl"]["title"] == "Pain again"


def test_a_reference_does_not_merge_with_itself(keep):
    with pytest.raises(ValidationError):
        merge_references(keep=keep, drop=keep)


@pytest.mark.parametrize(("kept", "gone", "left"), [("ok", "retracted", "retracted"), ("retracted", "ok", "retracted")])
def test_a_retraction_is_never_merged_away(keep, drop, kept, gone, left):
    Reference.objects.filter(pk=keep.pk).update(status=kept, status_source=kept)
    Reference.objects.filter(pk=drop.pk).update(status=gone, status_source=gone)
    keep.refresh_from_db()
    drop.refresh_from_db()
    merge_references(keep=keep, drop=drop)
    keep.refresh_from_db()
    assert (keep.status, keep.status_source) == (left, left)
