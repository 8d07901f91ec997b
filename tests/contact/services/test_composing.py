import pytest
from wagtail.models import Page, Site

from contact.mail_kinds import ACKNOWLEDGEMENT, KINDS, STAFF_NOTIFICATION
from contact.models import MailText
from contact.services.composing import Words, compose, fill_in, site_of, words_for
from tests.contact.factories import make_contact_page

pytestmark = pytest.mark.django_db


def make_site(**overrides: object) -> Site:
    home = Page.objects.get(depth=1).add_child(instance=Page(title="Other", slug="other"))
    return Site.objects.create(**{"hostname": "other.example", "port": 443, "root_page": home} | overrides)


def written(site: Site, **overrides: str) -> MailText:
    fields = {"kind": "acknowledgement", "language": "en", "subject": "Own {receipt}", "text": "Own {receipt}"}
    return MailText.objects.create(site=site, **fields | overrides)


def filled(text: str = "{receipt}", html: str = "", subject: str = "S", **values: str):
    words = Words(subject=subject, text=text, html=html)
    return fill_in(words=words, values={"receipt": "X"} | values, site=Site.objects.get(), language="en")


def test_each_site_has_its_own_words() -> None:
    site, other = Site.objects.get(), make_site()
    written(other)
    assert words_for(kind=ACKNOWLEDGEMENT, site=other, language="en").text == "Own {receipt}"
    assert words_for(kind=ACKNOWLEDGEMENT, site=site, language="en").text.startswith("Thank you.")


def test_the_words_are_those_of_the_pages_site() -> None:
    page = make_contact_page()
    other = make_site()
    assert site_of(page) == Site.objects.get(is_default_site=True)
    page.move(other.root_page, "last-child")
    assert site_of(type(page).objects.get()) == other
    assert site_of(None) == Site.objects.get(is_default_site=True)


def test_every_default_fills_in_all_its_placeholders() -> None:
    for kind in KINDS.values():
        mail = compose(kind=kind, values=kind.examples({}), site=None, language="en")
        assert "{" not in mail.subject + mail.text
        assert "{" not in mail.html


def test_22_a_line_break_in_a_value_makes_no_header() -> None:
    mail = filled(subject="New\r\nBcc: a@evil.example {receipt}", receipt="1\nBcc: b@evil.example")
    assert mail.subject == "New Bcc: a@evil.example 1 Bcc: b@evil.example"


def test_a_text_alone_is_sent_formatted_too() -> None:
    assert "<strong>" not in filled(text="One & <two>").html
    assert "One &amp; &lt;two&gt;" in filled(text="One & <two>").html


def test_links_to_pages_have_the_whole_address() -> None:
    page = make_contact_page()
    mail = filled(html=f'<p><a linktype="page" id="{page.pk}">Us</a> {{receipt}}</p>')
    assert f'href="http://localhost/{page.slug}/"' in mail.html


def test_the_document_names_its_language() -> None:
    mail = compose(kind=STAFF_NOTIFICATION, values={}, site=None, language="ar")
    assert '<html lang="ar" dir="rtl">' in mail.html
