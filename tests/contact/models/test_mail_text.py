import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from contact.mail_kinds import KINDS
from contact.models import MailText
from contact.services.composing import default_words

pytestmark = pytest.mark.django_db


def make_words(kind: str = "staff_notification", **overrides: str) -> MailText:
    fields = {"language": "", "subject": "New", "text": "Here: {link}", "html": ""} | overrides
    return MailText(site=Site.objects.get(), kind=kind, **fields)


def problem(field: str, **overrides: str) -> str:
    with pytest.raises(ValidationError) as error:
        make_words(**overrides).full_clean()
    [told] = error.value.message_dict[field]
    return told


@pytest.mark.parametrize("field", ["subject", "text", "html"])
def test_an_unknown_placeholder_is_named_with_those_there_are(field: str) -> None:
    told = problem(field, **{field: "{link} {recipt}"})
    assert "{recipt}" in told
    assert "{receipt}, {link}, {clinic}" in told


@pytest.mark.parametrize("name", ["name", "message", "condition", "answers", "email", "phone"])
@pytest.mark.parametrize("kind", KINDS)
def test_39_there_is_no_placeholder_for_what_a_visitor_wrote(kind: str, name: str) -> None:
    told = problem("text", kind=kind, text=f"{{{name}}}")
    assert told.startswith(f"What a visitor wrote never goes into a mail: there is no {{{name}}}.")


def test_a_mail_without_what_it_is_for_is_refused() -> None:
    assert "{link}" in problem("text", text="Something came in.")
    assert "{link}" in problem("html", html="<p>Something came in.</p>")
    assert "{receipt}" in problem("text", kind="acknowledgement", text="Thank you")


def test_a_placeholder_that_would_not_be_filled_in_is_named() -> None:
    assert "{receipt} would not be filled in" in problem("html", html="<p>{link} {re<b>ceipt}</b></p>")


def test_a_text_that_cannot_be_stored_is_refused() -> None:
    assert problem("subject", subject="a\x00b")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_default_words_are_ones_that_staff_could_have_written(kind) -> None:
    words = default_words(kind=kind, language="en")
    make_words(kind.name, subject=words.subject, text=words.text).full_clean()


@pytest.mark.parametrize(("language", "found"), [("de-at", "de-at"), ("de-ch", "de"), ("de", "de"), ("en", None)])
def test_words_are_those_of_the_language_or_of_its_base(language: str, found: str | None) -> None:
    for each in ("de", "de-at"):
        make_words("acknowledgement", language=each).save()
    said = MailText.objects.said(kind=KINDS["acknowledgement"], site_id=Site.objects.get().pk, language=language)
    assert (said.language if said else None) == found


def test_staff_have_one_language() -> None:
    make_words().save()
    site = Site.objects.get().pk
    assert MailText.objects.said(kind=KINDS["staff_notification"], site_id=site, language="en-us") is not None
