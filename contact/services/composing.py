"""The words of a mail: those that staff wrote for the site and the language, or the default ones, filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from ..mail_filling import Value, fill_html, fill_text, html_of, words_of
from ..mail_kinds import MailKind
from ..models import ContactPage, MailText
from ..placeholders import fill
from ..text import one_line


@dataclass(frozen=True)
class Words:
    """The words of a mail as staff write them, with placeholders; `html` empty means that it is made of the text."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail ready to be sent: one line, a text, a whole HTML document."""

    subject: str
    text: str
    html: str


def site_of(page: ContactPage | None) -> Site | None:
    """The site whose words a mail about an enquiry from this page speaks; the default one where the page is gone."""
    found = page.get_site() if page is not None else None
    return found or Site.objects.filter(is_default_site=True).first()


def default_words(*, kind: MailKind, language: str) -> Words:
    """What a mail of this kind says where nobody changed it."""
    with translation.override(language):
        return Words(subject=str(kind.subject), text=str(kind.text))


def words_for(*, kind: MailKind, site: Site | None, language: str) -> Words:
    """What a mail of this kind says on this site, in this language."""
    said = MailText.objects.said(kind=kind, site_id=site.pk if site is not None else None, language=language)
    if said is None:
        return default_words(kind=kind, language=language)
    return Words(subject=said.subject, text=said.text, html=said.html)


def compose(*, kind: MailKind, values: Mapping[str, Value], site: Site | None, language: str) -> Mail:
    """The mail of this kind with these values; `{clinic}` need not be among them."""
    return fill_in(
        words=words_for(kind=kind, site=site, language=language), values=values, site=site, language=language
    )


def fill_in(*, words: Words, values: Mapping[str, Value], site: Site | None, language: str) -> Mail:
    """The mail that these words make. Links in them to pages of the site get its whole address."""
    told = {"clinic": str(settings.WAGTAIL_SITE_NAME), **values}
    html = (
        _with_whole_addresses(expand_db_html(words.html), site) if words_of(words.html).strip() else html_of(words.text)
    )
    with translation.override(language):
        frame = {"language": language, "is_bidi": get_language_bidi(), "content": fill_html(html, told)}
        document = render_to_string("citewell/contact/mail/frame.html", frame)
    in_a_line = {name: value for name, value in told.items() if isinstance(value, str)}
    return Mail(subject=one_line(fill(words.subject, in_a_line)), text=fill_text(words.text, told), html=document)


def _with_whole_addresses(html: str, site: Site | None) -> str:
    base = site.root_url if site is not None else settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return re.sub(r'(<a [^>]*href=")(/(?!/))', rf"\g<1>{base}\g<2>", html)
