"""Catalogue lines 39 and 40: what an enquiry says is in no file, table, cache, log or address of the site."""

import logging
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from contact.encryption import is_sealed
from contact.models import Enquiry
from contact.services.answering_persons import erase_person
from contact.services.rotating import rotate_keys
from tests.contact.factories import CANARIES, make_contact_page, make_post
from tests.contact.stored import everything_stored

pytestmark = pytest.mark.django_db(transaction=True)

SEALED = re.compile(r"[0-9a-f]{8}\.gAAAA[A-Za-z0-9_=-]+")


def raw_database() -> bytes:
    """Every byte that somebody who steals the database has: SQLite's files, or what pg_dump writes."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return b"".join(path.read_bytes() for path in Path(name).parent.glob(f"{Path(name).name}*"))
    if dump := shutil.which("pg_dump"):
        server = connection.settings_dict
        address = f"postgresql://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}/{name}"
        result = subprocess.run([dump, address], capture_output=True, check=False)
        if result.returncode == 0:
            return result.stdout
    return everything_stored().encode()


def canaries_in(content: bytes) -> list[str]:
    """The canaries among these bytes, in any case."""
    folded = content.lower()
    return [canary for canary in CANARIES.values() if canary.lower().encode() in folded]


@pytest.fixture
def lived(settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, admin_user: Any) -> list[str]:
    """An enquiry sent through the form, refused once before, mailed, listed, searched and read; the addresses used."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    caplog.set_level(logging.DEBUG)
    page = make_contact_page()
    visitor, staff = Client(), Client()
    staff.force_login(admin_user)
    addresses = []

    def go(response: Any) -> Any:
        addresses.extend(
            [response.request["PATH_INFO"], response.request["QUERY_STRING"], response.get("Location", "")]
        )
        return response

    go(visitor.post(f"/enquiries/{page.pk}/", make_post(page, consent="")))
    go(visitor.get(go(visitor.post(f"/enquiries/{page.pk}/", make_post(page)))["Location"]))
    call_command("deliver", verbosity=0)
    found = go(staff.post("/admin/enquiries/search/", {"words": "canary nameworth"}))
    assert CANARIES["name"] in go(staff.get(found["Location"])).content.decode()
    go(staff.get("/admin/enquiries/"))
    go(staff.get(f"/admin/enquiries/{Enquiry.objects.get().pk}/"))
    go(staff.post("/admin/enquiries/person/", {"email": CANARIES["email"]}))
    go(staff.post(f"/admin/enquiries/{Enquiry.objects.get().pk}/status/", {"status": "contacted"}))
    return addresses


def test_40_a_stolen_database_holds_no_canary(lived: list[str]) -> None:
    content = raw_database()
    assert Enquiry.objects.get().receipt.encode() in content
    assert canaries_in(content) == []


def test_40_after_a_rotation_it_still_holds_none_and_all_can_be_read(lived: list[str], settings: Any) -> None:
    key = Fernet.generate_key().decode()
    settings.DATA_KEYS = [key, *settings.DATA_KEYS]
    assert rotate_keys().changed
    settings.DATA_KEYS = [key]
    assert {name: getattr(Enquiry.objects.get(), name) for name in CANARIES} == CANARIES
    assert canaries_in(raw_database()) == []


def test_40_after_erasing_not_even_the_sealed_texts_are_in_the_file(lived: list[str]) -> None:
    sealed = {text for text in SEALED.findall(everything_stored()) if is_sealed(text)}
    assert len(sealed) >= len(CANARIES)
    assert all(text.encode() in raw_database() for text in sealed)
    assert erase_person(email=CANARIES["email"], by=None) == 1
    # The learning filter's own key and the day's salt are sealed too; they belong to nobody.
    kept = sealed & set(SEALED.findall(everything_stored()))
    assert len(kept) <= 2
    sealed -= kept
    content = raw_database()
    assert [text for text in sealed if text.encode() in content] == []


def test_39_no_log_cache_or_address_holds_a_canary(lived: list[str], caplog: pytest.LogCaptureFixture) -> None:
    said = [record.getMessage() for record in caplog.get_records("setup")]
    assert len(said) > 0
    assert canaries_in("\n".join(said).encode()) == []
    assert canaries_in("\n".join(lived).encode()) == []
    assert canaries_in(b"".join(bytes(value) for value in cache._cache.values())) == []


def test_39_mail_holds_none_but_the_address_it_goes_to(lived: list[str], tmp_path: Path) -> None:
    mails = [path.read_bytes() for path in (tmp_path / "mail").iterdir()]
    assert len(mails) == 2
    for content in mails:
        assert canaries_in(re.sub(rb"(?m)^To: .*$", b"", content)) == []
