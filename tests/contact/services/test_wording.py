import pytest
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry, Site

from contact.mail_kinds import ACKNOWLEDGEMENT
from contact.models import MailText
from contact.services.composing import default_words
from contact.services.wording import WordsChangedMeanwhileError, reset_words, save_words, words_version
from tests.contact.factories import make_user

pytestmark = pytest.mark.django_db


def make_words(**overrides: str) -> MailText:
    fields = {"kind": "acknowledgement", "language": "en", "subject": "S", "text": "Own {receipt}"}
    return MailText(site=Site.objects.get(), **fields | overrides)


def save(seen: str = "", **overrides: str) -> bool:
    return save_words(words=make_words(**overrides), seen=seen, by=make_user(f"user-{User.objects.count()}"))


def test_words_are_kept_with_who_and_when_and_logged() -> None:
    assert save()
    kept = MailText.objects.get()
    assert (kept.text, kept.changed_by.username) == ("Own {receipt}", "user-0")
    assert ModelLogEntry.objects.get().action == "wagtail.edit"


def test_the_default_words_are_not_kept() -> None:
    default = default_words(kind=ACKNOWLEDGEMENT, language="en")
    text = default.text.replace("\n", "\r\n")
    assert not save(subject=default.subject, text=text)
    save()
    assert save(words_version(MailText.objects.get()), subject=default.subject, text=text)
    assert not MailText.objects.exists()


def test_saying_the_same_again_changes_nothing() -> None:
    save()
    assert not save(words_version(MailText.objects.get()))
    assert ModelLogEntry.objects.count() == 1


def test_two_who_change_the_same_mail_do_not_overwrite_each_other() -> None:
    save()
    with pytest.raises(WordsChangedMeanwhileError) as error:
        save(text="Mine {receipt}")
    assert error.value.now == MailText.objects.get()
    with pytest.raises(WordsChangedMeanwhileError):
        reset_words(words=make_words(), seen="", by=None)
    assert MailText.objects.get().text == "Own {receipt}"


def test_going_back_to_the_default() -> None:
    save()
    assert reset_words(words=make_words(), seen=words_version(MailText.objects.get()), by=make_user())
    assert not MailText.objects.exists()
    assert not reset_words(words=make_words(), seen="", by=None)
