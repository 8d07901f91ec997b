import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command

from contact.encryption import fingerprint
from tests.contact.factories import CANARIES, make_enquiry

pytestmark = pytest.mark.django_db


def rotate(**options: object) -> str:
    out = io.StringIO()
    call_command("rotate_data_keys", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_it_says_when_the_old_key_may_go(settings) -> None:
    make_enquiry()
    (old,) = settings.DATA_KEYS
    settings.DATA_KEYS = [Fernet.generate_key().decode(), old]
    assert f"Key {fingerprint(old)} still seals {len(CANARIES)} texts: keep it." in rotate(dry_run=True)
    assert f"Key {fingerprint(old)} seals nothing any more" in rotate()


def test_it_names_the_key_that_is_missing(settings) -> None:
    make_enquiry()
    lost = fingerprint(settings.DATA_KEYS[0])
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert f"{len(CANARIES)} texts cannot be read: key {lost} is not in DATA_KEYS" in rotate()
