"""Data that migrations carry over."""

import importlib

import pytest
from django.apps import apps

from contact.models import SpamLesson, SpamTrace
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def test_earlier_lessons_get_the_fingerprint_of_their_words() -> None:
    traced, untraced, done = (make_enquiry() for _number in range(3))
    SpamTrace.objects.create(enquiry=traced, words="aa")
    SpamTrace.objects.create(enquiry=done, words="bb")
    for enquiry, words in ((traced, ""), (untraced, ""), (done, "cc")):
        SpamLesson.objects.create(enquiry=enquiry, is_spam=True, words=words)
    module = importlib.import_module(
        f"{SpamLesson.__module__.partition('.')[0]}.migrations.0015_words_of_earlier_lessons"
    )
    module.copy_words(apps, None)
    found = SpamLesson.objects.in_bulk([traced.pk, untraced.pk, done.pk], field_name="enquiry_id")
    assert [found[each.pk].words for each in (traced, untraced, done)] == ["aa", "", "cc"]
