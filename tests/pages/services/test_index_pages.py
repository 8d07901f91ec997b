import pytest
from wagtail.search import index

from ..factories import make_condition_page, make_guideline, make_reference, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(monkeypatch):
    """The titles of the pages that are indexed because of something else."""
    found = []
    monkeypatch.setattr(index, "insert_or_update_object", lambda page: found.append(page.title))
    return found


@pytest.fixture
def guideline():
    """A guideline that a live page and a draft show."""
    guideline = make_guideline(make_reference())
    for title, live in (("Live", True), ("Draft", False)):
        make_condition_page(title=title, slug=title.lower(), live=live, body=[make_table(guideline)])
    make_condition_page(title="Other", slug="other")
    return guideline


def test_the_live_pages_that_show_it_are_indexed_after_the_transaction(
    guideline, indexed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        guideline.save()
        assert indexed == []
    assert indexed == ["Live"]


def test_what_is_gone_by_then_needs_nothing(indexed, django_capture_on_commit_callbacks):
    guideline = make_guideline(make_reference())
    with django_capture_on_commit_callbacks() as callbacks:
        guideline.save()
    guideline.delete()
    for callback in callbacks:
        callback()
    assert indexed == []
