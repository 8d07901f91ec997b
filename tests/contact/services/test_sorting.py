import pytest

from contact.models import AccessLog, Enquiry, SpamFilter, SpamLesson, SpamToken
from contact.services.moving_many import sort_enquiries
from contact.services.sorting import Place, put_back, sort_enquiry
from tests.contact.factories import make_enquiry, make_manager

pytestmark = pytest.mark.django_db


def lessons() -> tuple[int, int, int, int]:
    row = SpamFilter.objects.get()
    counts = SpamToken.objects.values_list("spam", "genuine")
    return row.spam, row.genuine, sum(spam for spam, _ in counts), sum(genuine for _, genuine in counts)


def place(enquiry: Enquiry) -> tuple[str, str]:
    enquiry.refresh_from_db()
    return enquiry.status, enquiry.routing


def test_not_spam_brings_it_back_and_teaches() -> None:
    enquiry, manager = make_enquiry(routing="quarantine"), make_manager()
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=manager)
    assert place(enquiry) == ("new", "inbox")
    assert lessons()[:2] == (0, 1)
    assert AccessLog.objects.get().action == "change"


def test_a_message_counts_once_and_clicking_back_moves_it() -> None:
    enquiry, manager = make_enquiry(), make_manager()
    for _ in range(3):
        sort_enquiry(enquiry_id=enquiry.pk, is_spam=True, by=manager)
    spam, genuine, in_spam, in_genuine = lessons()
    assert (spam, genuine, in_genuine) == (1, 0, 0)
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=False, by=manager)
    assert lessons() == (0, 1, 0, in_spam)
    assert place(enquiry) == ("new", "inbox")


@pytest.mark.parametrize("is_spam", [True, False])
def test_undo_takes_everything_back(is_spam: bool) -> None:
    enquiry, manager = make_enquiry(routing="quarantine", status="contacted"), make_manager()
    before = sort_enquiry(enquiry_id=enquiry.pk, is_spam=is_spam, by=manager)
    put_back(enquiry_id=enquiry.pk, place=Place.from_text(before.as_text()), by=manager)
    assert place(enquiry) == ("contacted", "quarantine")
    assert lessons() == (0, 0, 0, 0)
    assert not SpamLesson.objects.exists()


def test_what_was_learned_stays_when_the_enquiry_goes() -> None:
    enquiry = make_enquiry()
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=True, by=make_manager())
    enquiry.spam_lesson.delete()
    assert lessons()[0] == 1


def test_no_word_of_a_message_is_kept() -> None:
    enquiry = make_enquiry()
    sort_enquiry(enquiry_id=enquiry.pk, is_spam=True, by=make_manager())
    assert "canary" not in str([*SpamToken.objects.values(), *SpamLesson.objects.values()])


@pytest.mark.parametrize("text", ["", "a:b:c", "new:inbox", "new:inbox:maybe", "new:inbox::"])
def test_a_place_that_there_is_not(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Place.from_text(text)


def test_of_several_those_that_a_colleague_sorted_meanwhile_are_left_alone() -> None:
    by = make_manager()
    held, sorted_before = make_enquiry(routing="quarantine"), make_enquiry(routing="quarantine")
    sort_enquiry(enquiry_id=sorted_before.pk, is_spam=False, by=by)
    numbers = [held.pk, sorted_before.pk, 0]
    assert sort_enquiries(enquiry_ids=numbers, is_spam=True, by=by, only_held=True) == 1
    assert Enquiry.objects.get(pk=sorted_before.pk).status == "new"
    assert sort_enquiries(enquiry_ids=numbers, is_spam=True, by=by) == 2
    assert set(Enquiry.objects.values_list("status", flat=True)) == {"spam"}
