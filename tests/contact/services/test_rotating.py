from threading import Thread

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contact.encryption import Unreadable, fingerprint, key_of, seal, unseal
from contact.models import Enquiry, EnquiryEvent, FigureLabel
from contact.services import rotating
from contact.services.answering_persons import erase_person
from contact.services.rotating import count_by_key, rotate_keys, sealed_columns
from tests.contact.factories import CANARIES, make_contact_page, make_enquiry, make_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_key(settings) -> str:
    """A call puts a new key in front of those that there are."""

    def add() -> str:
        key = Fernet.generate_key().decode()
        settings.DATA_KEYS = [key, *settings.DATA_KEYS]
        return key

    return add


def stored(column: str = "name") -> list[str]:
    """A column of the enquiries, as it is in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM citewell_contact_enquiry ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def test_every_sealed_column_of_the_project_is_found_by_its_type() -> None:
    columns = sealed_columns()
    assert {"name", "email", "phone", "message"} <= set(columns[Enquiry])
    assert columns[EnquiryEvent] == ["detail"]


def test_40_after_a_rotation_the_old_key_opens_nothing_and_nothing_is_lost(settings, new_key) -> None:
    receipt = make_receipt()
    EnquiryEvent.objects.create(enquiry_id=receipt.enquiry_id, kind="status", detail="new > closed")
    old, key = settings.DATA_KEYS[0], new_key()
    done = rotate_keys(batch=1)
    assert done.changed == 2 + FigureLabel.objects.count()
    assert set(done.left) == {fingerprint(key)}
    settings.DATA_KEYS = [old]
    assert isinstance(Enquiry.objects.get().message, Unreadable)
    settings.DATA_KEYS = [key]
    enquiry = Enquiry.objects.get()
    assert {name: getattr(enquiry, name) for name in CANARIES} == CANARIES
    assert enquiry.events.last().detail == "new > closed"


def test_40_search_finds_before_between_and_after_a_rotation(settings, new_key) -> None:
    make_receipt()
    key = new_key()
    assert Enquiry.objects.matching("nameworth").exists()
    rotate_keys()
    assert Enquiry.objects.matching("nameworth").exists()
    settings.DATA_KEYS = [key]
    assert Enquiry.objects.matching("nameworth").exists()


def test_a_second_run_writes_nothing(new_key) -> None:
    make_enquiry()
    new_key()
    assert rotate_keys().changed == 1
    before = stored()
    assert rotate_keys().changed == 0
    assert stored() == before


def test_a_dry_run_writes_nothing(new_key) -> None:
    make_enquiry()
    new_key()
    before = stored()
    assert rotate_keys(dry_run=True).changed == 1
    assert stored() == before


def test_an_edit_in_between_wins(new_key, monkeypatch) -> None:
    enquiry = make_enquiry(name="Before")
    new_key()

    def edit_meanwhile(sealed: str) -> str:
        if unseal(sealed) == "Before":
            Enquiry.objects.filter(pk=enquiry.pk).update(name="Edited")
        return seal(unseal(sealed))

    monkeypatch.setattr(rotating, "reseal", edit_meanwhile)
    done = rotate_keys()
    assert (done.changed, done.raced) == (0, 1)
    assert Enquiry.objects.get().name == "Edited"


def test_it_can_be_stopped_and_run_again(new_key) -> None:
    for number in range(4):
        make_enquiry(name=f"N{number}")
    key = new_key()

    def stop(model: object, rows: int) -> None:
        if model is Enquiry:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_keys(batch=2, progress=stop)
    assert [key_of(text) == fingerprint(key) for text in stored()] == [True, True, False, False]
    assert rotate_keys(batch=2).changed == 2
    assert set(count_by_key()) == {fingerprint(key)}


def test_what_cannot_be_read_is_counted_and_left_as_it_is(settings) -> None:
    make_enquiry()
    lost = fingerprint(settings.DATA_KEYS[0])
    before = stored()
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    done = rotate_keys()
    assert done.changed == 0
    assert done.unreadable[lost] == len(CANARIES)
    assert stored() == before


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=200))
def test_any_text_survives_any_number_of_rotations(settings, text: str) -> None:
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    enquiry = make_enquiry(message=text)
    for _time in range(2):
        settings.DATA_KEYS = [Fernet.generate_key().decode(), settings.DATA_KEYS[0]]
        rotate_keys()
        settings.DATA_KEYS = settings.DATA_KEYS[:1]
    assert Enquiry.objects.get(pk=enquiry.pk).message == text


@pytest.mark.django_db(transaction=True)
def test_40_enquiries_come_and_are_erased_while_keys_are_rotated(settings, new_key) -> None:
    page = make_contact_page()
    for number in range(20):
        make_receipt(page, name=f"Before {number}", email=f"before{number}@example.org")
    key = new_key()

    def meanwhile() -> None:
        try:
            for number in range(10):
                make_receipt(page, name=f"During {number}", email=f"during{number}@example.org")
                erase_person(email=f"before{number}@example.org", by=None)
        finally:
            connection.close()

    worker = Thread(target=meanwhile)
    worker.start()
    rotate_keys(batch=3)
    worker.join()
    rotate_keys()
    assert set(count_by_key()) == {fingerprint(key)}
    settings.DATA_KEYS = [key]
    assert {enquiry.name for enquiry in Enquiry.objects.all()} == {
        *(f"During {number}" for number in range(10)),
        *(f"Before {number}" for number in range(10, 20)),
    }
    assert Enquiry.objects.matching("before").count() == 10
    assert Enquiry.objects.matching("during").count() == 10
