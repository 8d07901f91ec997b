"""Narrowing a list down to a condition, by marks alone."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from contact.models import Enquiry
from contact.services.counting import count_arrivals, known_conditions
from contact.services.rotating import rotate_keys
from contact.services.subjects import about, number_of, subject_of, subjects
from pages.models import Condition, ConditionPage
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def make_condition(name: str, synonyms: str = "") -> Condition:
    return Condition.objects.create(name=name, slug=name.lower().replace(" ", "-"), synonyms=synonyms)


def came(name: str, **overrides: Any) -> Enquiry:
    enquiry = make_enquiry(**{"name": name, "condition": "", "source_path": ""} | overrides)
    count_arrivals(enquiries=[enquiry], known=known_conditions())
    return enquiry


def found(subject: str) -> set[str]:
    return {enquiry.name for enquiry in about(Enquiry.objects.all(), subject)}


def test_a_condition_is_found_by_what_was_asked_and_by_the_page_that_led_to_the_form() -> None:
    crps, other = make_condition("CRPS", "Causalgia"), make_condition("Neuralgia")
    home: Page = Page.objects.get(depth=2)
    page = home.add_child(instance=ConditionPage(title="CRPS", slug="crps"))
    page.conditions.set([crps])
    page.save()
    path = page.get_url_parts()[2]
    came("by name", condition="crps")
    came("by another name", condition="causalgia")
    came("by its page", source_path=path)
    came("of another", condition="Neuralgia", source_path="/elsewhere/")
    came("in own words", condition="my leg burns")
    came("silent")
    assert found(subject_of(crps.pk)) == {"by name", "by another name", "by its page"}
    assert found(subject_of(other.pk)) == {"of another"}
    assert found("own") == {"in own words"}
    assert found("none") == {"by its page", "silent"}


@pytest.mark.parametrize("subject", ["", "evil", "17", "-4"])
def test_a_word_that_is_none_finds_nothing(subject: str) -> None:
    came("any", condition="CRPS")
    assert found(subject) == set()
    assert number_of(subject) is None


def test_what_was_counted_under_a_name_that_is_another_name_now_is_found() -> None:
    condition = make_condition("CRPS")
    came("before", condition="CRPS")
    Condition.objects.filter(pk=condition.pk).update(name="Complex regional pain", synonyms="CRPS")
    came("after", condition="crps")
    assert found(subject_of(condition.pk)) == {"before", "after"}


def test_40_the_address_says_nothing_without_the_key_and_is_the_same_each_time(settings: Any) -> None:
    condition = make_condition("CRPS")
    word, name = next(iter(subjects()))
    assert (name, word) == ("CRPS", subject_of(condition.pk))
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert subject_of(condition.pk) != word


def test_40_after_a_rotation_it_finds_the_same_and_the_old_key_none(settings: Any) -> None:
    condition = make_condition("CRPS")
    came("asked", condition="CRPS")
    old, key = settings.DATA_KEYS[0], Fernet.generate_key().decode()
    settings.DATA_KEYS = [key, old]
    assert found(subject_of(condition.pk)) == {"asked"}
    rotate_keys()
    settings.DATA_KEYS = [key]
    assert found(subject_of(condition.pk)) == {"asked"}
    settings.DATA_KEYS = [old]
    assert found(subject_of(condition.pk)) == set()


def test_many_are_found_as_a_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    condition = make_condition("CRPS")
    for number in range(3):
        came(f"N{number}", condition="crps")
    came("other")
    for few in (3, 2):
        monkeypatch.setattr("contact.models.enquiry.FEW", few)
        assert found(subject_of(condition.pk)) == {"N0", "N1", "N2"}


def test_more_conditions_pages_and_enquiries_need_no_more_queries() -> None:
    counts = []
    for turn in range(2):
        condition = make_condition(f"Condition {turn}")
        for number in range(5):
            make_condition(f"Condition {turn} {number}")
            came("any", condition=condition.name)
        list(about(Enquiry.objects.all(), subject_of(condition.pk)))
        with CaptureQueriesContext(connection) as queries:
            assert len(about(Enquiry.objects.all(), subject_of(condition.pk))) == 5
        counts.append(len(queries))
    assert counts[0] == counts[1]
