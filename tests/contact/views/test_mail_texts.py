import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Site

from contact.mail_kinds import KINDS
from contact.models import MailText
from tests.contact.factories import make_manager, make_marketing_editor, make_user

pytestmark = pytest.mark.django_db

INDEX = "/admin/mail-texts/"


def url(kind: str = "acknowledgement/in/en", ending: str = "") -> str:
    return f"{INDEX}{Site.objects.get(is_default_site=True).pk}/{kind}/{ending}"


def rich(text: str) -> str:
    """A paragraph as the editor sends it."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def words(**overrides: str) -> dict[str, str]:
    return {"subject": "Own {receipt}", "text": "Own {receipt}", "html": rich(""), "seen": ""} | overrides


@pytest.mark.parametrize("make", [make_manager, make_marketing_editor])
def test_only_who_was_given_the_right_may(client: Client, make) -> None:
    client.force_login(make())
    for address in (INDEX, url(), url(ending="default/")):
        assert client.get(address).status_code == 403
        assert client.post(address, words()).status_code in (403, 405)
    assert not MailText.objects.exists()


def test_the_right_is_enough(client: Client) -> None:
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="change_mailtext"))
    client.force_login(user)
    assert INDEX in client.get("/admin/").content.decode()
    assert client.get(INDEX).status_code == client.get(url()).status_code == 200


def test_all_mails_are_listed_with_who_changed_them(admin_client: Client) -> None:
    admin_client.post(url(), words())
    html = admin_client.get(INDEX).content.decode()
    assert html.count("Default") == len(KINDS) - 1
    assert "by admin" in html
    for kind in KINDS.values():
        assert url(kind.name + ("/in/en" if kind.for_visitors else "")) in html


def test_visitors_have_a_mail_in_each_language_of_the_site(admin_client: Client) -> None:
    Locale.objects.create(language_code="de")
    html = admin_client.get(INDEX).content.decode()
    assert url("acknowledgement/in/de") in html
    assert "staff_notification/in" not in html
    admin_client.post(url("acknowledgement/in/de"), words())
    assert MailText.objects.get().language == "de"


def test_words_are_saved(admin_client: Client) -> None:
    assert admin_client.post(url(), words(html=rich("Rich {receipt}"))).status_code == 302
    kept = MailText.objects.get()
    assert kept.text == "Own {receipt}"
    assert "Rich {receipt}</p>" in kept.html


def test_wrong_words_are_kept_on_the_screen_with_the_reason(admin_client: Client) -> None:
    response = admin_client.post(url(), words(text="{receipt} {mesage}"))
    assert response.status_code == 422
    html = response.content.decode()
    assert "There is no placeholder {mesage}" in html
    assert "{receipt} {mesage}</textarea>" in html
    assert not MailText.objects.exists()


def test_the_preview_shows_examples_and_saves_nothing(admin_client: Client) -> None:
    html = admin_client.post(url(), words(do="preview", text="<b>Own</b> {receipt}")).content.decode()
    assert "<strong>Own K7M-4QX-9RT</strong>" in html
    assert "&amp;lt;b&amp;gt;Own&amp;lt;/b&amp;gt; K7M-4QX-9RT" in html
    assert not MailText.objects.exists()


def test_the_default_words_are_on_the_screen(admin_client: Client) -> None:
    html = admin_client.get(url("staff_notification")).content.decode()
    assert "New enquiry {receipt}" in html
    assert "Back to the default words" not in html


def test_two_at_once(admin_client: Client) -> None:
    admin_client.post(url(), words(text="Theirs {receipt}"))
    response = admin_client.post(url(), words(text="Mine {receipt}"))
    assert response.status_code == 409
    html = response.content.decode()
    assert "Theirs {receipt}</pre>" in html
    assert "Mine {receipt}</textarea>" in html
    seen = response.context["form"]["seen"].value()
    admin_client.post(url(), words(text="Mine {receipt}", seen=seen))
    assert MailText.objects.get().text == "Mine {receipt}"


def test_back_to_the_default(admin_client: Client) -> None:
    admin_client.post(url(), words())
    asked = admin_client.get(url(ending="default/"))
    assert "Thank you. Your message has reached us." in asked.content.decode()
    admin_client.post(url(ending="default/"), {"seen": asked.context["seen"]})
    assert not MailText.objects.exists()


@pytest.mark.parametrize("kind", ["nothing", "acknowledgement", "acknowledgement/in/xx", "staff_notification/in/en"])
def test_other_mails_are_not_there(admin_client: Client, kind: str) -> None:
    assert admin_client.get(url(kind)).status_code == 404


def test_the_preview_is_in_the_mails_language(admin_client: Client) -> None:
    Locale.objects.create(language_code="de")
    with translation.override("en"):
        html = admin_client.get(url("acknowledgement/in/de")).content.decode()
    assert "lang=&quot;de&quot;" in html
