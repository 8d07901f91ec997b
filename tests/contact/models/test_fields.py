import io
import json

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db import connection

from contact.models import AccessLog, Enquiry, EnquiryEvent
from contact.models.append_only import AppendOnlyError
from tests.contact.factories import CANARIES, make_enquiry, make_receipt
from tests.contact.stored import everything_stored

pytestmark = pytest.mark.django_db


def test_no_clear_text_is_stored_anywhere(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receipt = make_receipt()
    stored = everything_stored()
    assert receipt.code in stored
    assert not [canary for canary in CANARIES.values() if canary in stored]


@pytest.mark.django_db(transaction=True)
def test_the_file_itself_holds_no_clear_text(tmp_path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("The rows of PostgreSQL are looked at by the test above")
    receipt = make_receipt()
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    content = copy.read_bytes()
    assert receipt.code.encode() in content
    assert not [canary for canary in CANARIES.values() if canary.encode() in content]


def test_an_export_of_the_database_holds_no_clear_text_and_can_be_read_in() -> None:
    enquiry = make_enquiry()
    out = io.StringIO()
    call_command("dumpdata", "citewell_contact.enquiry", stdout=out)
    assert not [canary for canary in CANARIES.values() if canary in out.getvalue()]
    field = Enquiry._meta.get_field("name")
    assert field.to_python(json.loads(out.getvalue())[0]["fields"]["name"]) == enquiry.name


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "a\x00b"},
        {"name": "\ud800"},
        {"name": "x" * 201},
        {"message": "x" * 5001},
        {"phone": "1" * 51},
        {"email": "not an address"},
        {"email": "a@example.org\nBcc: b@example.org"},
    ],
)
def test_21_no_way_in_takes_what_may_not_be_stored(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        make_enquiry(**wrong)


def test_23_a_text_that_looks_sealed_is_a_text_like_any_other() -> None:
    look_alike = make_enquiry()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM citewell_contact_enquiry WHERE id = %s", [look_alike.pk])
        sealed = cursor.fetchone()[0]
    for text in (sealed, "deadbeef.gAAAAABabcdefgh=="):
        assert Enquiry.objects.get(pk=make_enquiry(message=text).pk).message == text


def test_a_length_counts_the_plain_characters() -> None:
    assert Enquiry.objects.get(pk=make_enquiry(name="李" * 200).pk).name == "李" * 200


def test_a_comparison_that_could_never_find_anything_is_refused() -> None:
    with pytest.raises(FieldError):
        list(Enquiry.objects.filter(name="Mara"))


def test_a_log_is_neither_changed_nor_deleted() -> None:
    event = EnquiryEvent.objects.create(enquiry=make_enquiry(), kind="received")
    log = AccessLog.objects.create(action="view", actor_name="m")
    for row in (event, log):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()
        with pytest.raises(AppendOnlyError):
            type(row).objects.all().delete()
        with pytest.raises(AppendOnlyError):
            type(row).objects.update(at=None)
