"""No text column of the app may hold what a visitor wrote unless it is sealed."""

import pytest
from django.apps import apps
from django.db import models

from contact.models.fields import EncryptedTextField

STAFF_WRITES = {
    *(
        "ContactPage",
        "NotifyAddress",
        "ConsentText",
        "ExtraQuestion",
        "CannedReply",
        "MailText",
        "ClinicHours",
        "Holiday",
    )
}
"""What editors publish or keep ready for everybody. Its texts are about no visitor."""

NAMED = {
    "Enquiry.receipt",  # by chance
    "Enquiry.language",  # of the form
    "Enquiry.idempotency_key",  # a fingerprint
    "Enquiry.body_hash",  # a keyed fingerprint
    "Appointment.uid",  # by chance
    "AccessLog.actor_name",  # a staff login
    "AccessLog.enquiry_ids",  # numbers
    "SavedFilter.name",  # a colleague's word for a filter
    "SavedFilter.tab",  # a word of ours
    "SavedFilter.query",  # choices, days and staff's numbers, never what was searched for
    "SpamLesson.tokens",  # keyed fingerprints
    "SpamLesson.words",  # a keyed fingerprint
    "SpamTrace.sender",  # a keyed fingerprint
    "SpamTrace.words",  # a keyed fingerprint
    "UsedChallenge.digest",  # a fingerprint of our own challenge
    "SpamSignal.name",  # a layer of ours
    "SpamSignal.verdict",  # its word
    "SpamSignal.reason",  # its sentence, which never quotes
}
"""Plain columns, each with what it holds instead. Add one only if no visitor's word can get into it."""


def plain_columns() -> set[str]:
    """The text columns that are neither sealed nor a choice of ours, as Model.field."""
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("citewell_contact").get_models()
        if model.__name__ not in STAFF_WRITES
        for field in model._meta.local_concrete_fields
        if isinstance(field, texts) and not isinstance(field, EncryptedTextField) and not field.choices
    }


def test_39_every_plain_text_column_says_why_it_may_be_plain() -> None:
    assert plain_columns() - NAMED == set()


def test_the_list_names_nothing_that_is_gone() -> None:
    assert plain_columns() >= NAMED


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "email",
        "phone",
        "preferred_time",
        "condition",
        "message",
        "source_path",
        "answers",
        "referrer",
        "campaign",
        "visitor_language",
    ],
)
def test_what_a_visitor_types_is_sealed(name: str) -> None:
    field = apps.get_model("citewell_contact", "Enquiry")._meta.get_field(name)
    assert isinstance(field, EncryptedTextField)
