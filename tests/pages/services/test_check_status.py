"""`pages.services.check_status`: what is stored of a source's standing, and what silence may not do."""

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pages.models import Reference
from pages.models.standing import describe_standing
from pages.services.check_status import STATUS_ACTION, check_status

from ..lookup.factories import CLASSIFICATION, KETAMINE, RETRACTED, asking, crossref_path, recorded

pytestmark = pytest.mark.django_db


def make_reference(doi=None, pmid=None, **fields):
    return Reference.objects.create(csl={"type": "article-journal", "title": "Pain"}, doi=doi, pmid=pmid, **fields)


def check_one(settings, reference, routes=None, **options):
    with asking(settings, routes):
        (check,) = check_status(references=[reference], **options)
    reference.refresh_from_db()
    return check


def test_a_retraction_is_stored_with_who_says_so(settings):
    reference = make_reference(RETRACTED)
    check = check_one(settings, reference)
    assert (check.outcome, check.changed) == ("retracted", True)
    assert reference.status_source == (
        "Crossref (Retraction Watch): Retraction, 2010-02-06, doi:10.1016/s0140-6736(10)60175-4"
    )
    assert reference.checked_at is not None


def test_the_change_is_in_the_history(settings):
    reference = make_reference(pmid="9500320")
    check_one(settings, reference)
    entry = ModelLogEntry.objects.get(action=STATUS_ACTION)
    assert (entry.data["before"], entry.data["after"]) == ("ok", "retracted")


def test_no_notice_names_who_was_asked(settings):
    reference = make_reference(KETAMINE)
    assert check_one(settings, reference).outcome == "ok"
    assert describe_standing(reference).startswith("No notice known to Crossref on ")


def test_not_listed_is_never_shown_as_sound(settings):
    reference = make_reference("10.5555/nowhere")
    assert check_one(settings, reference).outcome == "not-listed"
    assert "not listed" in describe_standing(reference)
    assert "No notice" not in describe_standing(reference)


def test_never_asked_is_something_else():
    assert describe_standing(make_reference()) == "Nobody has been asked yet whether it was corrected or retracted."


def test_without_an_identifier_nobody_can_be_asked(settings):
    reference = make_reference()
    assert check_one(settings, reference).outcome == "no-identifier"
    assert reference.checked_at is None


def test_pubmed_is_asked_by_doi_where_crossref_has_none(settings):
    reference = make_reference(CLASSIFICATION)
    check_one(settings, reference)
    assert reference.status_source == "PubMed"


def test_a_failure_leaves_everything_as_it_was(settings):
    reference = make_reference(KETAMINE, status="corrected", status_source="Crossref: Correction")
    check = check_one(settings, reference, {crossref_path(KETAMINE): (500, b"oops")})
    assert check.outcome == "failed"
    assert (reference.status, reference.checked_at) == ("corrected", None)


def test_half_an_answer_can_make_it_worse(settings):
    routes = recorded() | {"/efetch.fcgi": (500, b"oops")}
    reference = make_reference(RETRACTED, pmid="9500320")
    assert check_one(settings, reference, routes).outcome == "retracted"


def test_half_an_answer_never_makes_it_better(settings):
    routes = recorded() | {"/efetch.fcgi": (500, b"oops")}
    reference = make_reference(KETAMINE, pmid="25844555", status="concern", status_source="PubMed: Concern")
    assert check_one(settings, reference, routes).outcome == "failed"
    assert reference.status == "concern"


@pytest.mark.parametrize("source", ["A letter from the editor", "", "PubMed: Retraction"])
def test_only_who_set_a_status_takes_it_back(settings, source):
    reference = make_reference(KETAMINE, status="retracted", status_source=source)
    check_one(settings, reference)
    assert (reference.status, reference.status_source) == ("retracted", source)


def test_a_notice_that_was_withdrawn_is_lifted(settings):
    reference = make_reference(KETAMINE, status="concern", status_source="Crossref: Concern")
    check_one(settings, reference)
    assert (reference.status, reference.status_source) == ("ok", "Crossref")


def test_a_record_that_vanished_keeps_its_status(settings):
    reference = make_reference("10.5555/nowhere", status="retracted", status_source="Crossref: Retraction")
    assert check_one(settings, reference).outcome == "retracted"
    assert reference.status == "retracted"


def test_a_failure_does_not_end_the_run(settings):
    routes = recorded() | {crossref_path(KETAMINE): (500, b"oops")}
    references = [make_reference(KETAMINE), make_reference(RETRACTED)]
    with asking(settings, routes):
        assert [check.outcome for check in check_status(references=references)] == ["failed", "retracted"]


def test_a_busy_source_is_waited_for_and_asked_again(settings):
    routes = recorded() | {crossref_path(RETRACTED): (503, b"", {"Retry-After": "1"})}
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        host.routes[crossref_path(RETRACTED)] = recorded()[crossref_path(RETRACTED)]
        settings.CITEWELL_CROSSREF_URL = host.url
        from django.core.cache import cache

        cache.clear()

    with asking(settings, routes) as host:
        (check,) = check_status(references=[make_reference(RETRACTED)], waits=2, sleep=sleep)
    assert (check.outcome, waited) == ("retracted", [1.0])


def test_a_dead_source_is_waited_for_only_so_often(settings):
    waited = []
    references = [make_reference(f"10.5555/{number}") for number in range(4)]
    with asking(settings):
        settings.CITEWELL_CROSSREF_URL = "http://127.0.0.1:1"
        outcomes = [check.outcome for check in check_status(references=references, waits=2, sleep=waited.append)]
    assert outcomes == ["failed"] * 4
    assert len(waited) == 2


def test_due_for_check():
    now = timezone.now()
    never, lately = make_reference(), make_reference(checked_at=now)
    assert list(Reference.objects.due_for_check(before=now)) == [never]
    assert lately not in Reference.objects.due_for_check(before=now)


def test_the_number_of_queries_of_a_check_is_small(settings, django_assert_max_num_queries):
    reference = make_reference(KETAMINE)
    with asking(settings), django_assert_max_num_queries(16):
        list(check_status(references=[reference]))
