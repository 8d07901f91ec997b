"""Puts the demonstration together: the library, the tree of pages, then their texts, which link to one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from contact.models import ContactPage, NotifyAddress
from pages.models import (
    ConditionIndexPage,
    ConditionPage,
    GuidelinePage,
    HomePage,
    ReferenceListPage,
    SiteSettings,
    StandardPage,
)
from pages.models.base import Page
from pages.services.review import mark_reviewed

from ..preparation import set_site_address
from .clinic_pages import (
    CLINIC,
    CONTACT,
    GUIDELINE_PAGE,
    HOME,
    INDEX,
    NOTIFY,
    REFERENCE_LIST,
    STANDARD_PAGES,
)
from .condition_pages import BUTTONS, CONDITION_PAGES, INVITATION, OFF_LABEL
from .library import Library, build_library
from .writing import rich_text

# Fields that are plain words; every other text of a page is rich text.
PLAIN = {"title", "slug", "show_in_menus", "search_description", "heading", "summary", "phone", "thanks_title"}
REVIEWED_DAYS_AGO = 20
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Writer:
    """Turns the texts of the demonstration into what the fields of pages hold."""

    sources: Mapping[str, int]
    pages: Mapping[str, int]
    library: Library

    def text(self, words: str) -> str:
        """Return rich text."""
        return rich_text(words, sources=self.sources, pages=self.pages)

    def body(self, blocks: Sequence[tuple[Any, ...]]) -> list[tuple[str, dict[str, Any]]]:
        """Return the blocks of a body."""
        return [(kind, getattr(self, f"_{kind}")(*rest)) for kind, *rest in blocks]

    def call_to_action(self, words: str, buttons: Sequence[tuple[str, str]]) -> list[tuple[str, dict[str, Any]]]:
        """Return the one block of a call to action."""
        shown = [{"label": label, "purpose": purpose} for label, purpose in buttons]
        return [("call_to_action", {"text": self.text(words), "buttons": shown})]

    def _section(self, heading: str, aspect: str, words: str) -> dict[str, Any]:
        return {"heading": heading, "aspect": aspect, "text": self.text(words)}

    def _callout(self, tone: str, title: str, words: str) -> dict[str, Any]:
        return {"tone": tone, "title": title, "text": self.text(words)}

    def _guideline_table(self, conditions: Sequence[str], caption: str) -> dict[str, Any]:
        chosen = [self.library.conditions[key] for key in conditions]
        guideline = self.library.guideline
        return {"caption": caption, "guideline": guideline, "conditions": chosen, "scheme": None, "rows": []}


@transaction.atomic
def build_site() -> bool:
    """Build the demonstration, all or nothing; tell whether that was needed. Where a home page exists, nothing is."""
    if HomePage.objects.exists():
        return False
    with disable_reference_index_auto_update():
        library = build_library()
        pages = _plant(library)
        _write(pages, Writer(library.sources, {key: page.pk for key, page in pages.items()}, library))
    # Once at the end, in place of once a save: each page is written three times.
    for used in (library.guideline, *(page.specific for page in pages.values())):
        ReferenceIndex.create_or_update_for_object(used)
    return True


def _plant(library: Library) -> dict[str, Page]:
    """Make the tree, every page with its title alone, and the site that it belongs to."""
    root = Page.objects.filter(depth=1).get()
    home = root.add_child(instance=HomePage(**_plain(HOME), live=False))
    _hand_over_site(root, home)
    pages: dict[str, Page] = {"home": home}
    pages["conditions"] = home.add_child(instance=ConditionIndexPage(**_plain(INDEX), live=False))
    for key, texts in CONDITION_PAGES.items():
        pages[key] = pages["conditions"].add_child(instance=ConditionPage(**_plain(texts), live=False))
    for key in ("guidelines", "visit", "physicians", "about"):
        pages[key] = home.add_child(instance=StandardPage(**_plain(STANDARD_PAGES[key]), live=False))
    pages["guideline"] = pages["guidelines"].add_child(
        instance=GuidelinePage(**_plain(GUIDELINE_PAGE), guideline=library.guideline, live=False)
    )
    pages["references"] = home.add_child(instance=ReferenceListPage(**_plain(REFERENCE_LIST), live=False))
    pages["contact"] = home.add_child(instance=ContactPage(**_plain(CONTACT), consent_text="", live=False))
    pages["privacy"] = home.add_child(instance=StandardPage(**_plain(STANDARD_PAGES["privacy"]), live=False))
    return pages


def _hand_over_site(root: Page, home: Page) -> None:
    """Make `home` the site's front page and remove the welcome page that Wagtail came with."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.root_page, site.site_name = home, CLINIC["clinic_name"]
    site.hostname = site.hostname or "localhost"
    site.save()
    set_site_address(settings.BASE_URL)
    if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()
    SiteSettings.objects.update_or_create(site=site, defaults=CLINIC)


def _plain(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in texts.items() if name in PLAIN}


def _write(pages: Mapping[str, Page], writer: Writer) -> None:
    """Give each page its text and publish it."""
    texts = {"home": HOME, "conditions": INDEX, "guideline": GUIDELINE_PAGE, "references": REFERENCE_LIST}
    texts |= {"contact": CONTACT} | CONDITION_PAGES | STANDARD_PAGES
    for key, page in pages.items():
        page.refresh_from_db()
        for name, value in texts[key].items():
            _set(page, name, value, writer)
        if isinstance(page, ConditionPage):
            _sign(page, writer)
        if isinstance(page, ContactPage):
            page.notify_addresses = [NotifyAddress(address=NOTIFY)]
        page.save_revision().publish()
        if isinstance(page, ConditionPage):
            _review(page, writer)


def _set(page: Page, name: str, value: Any, writer: Writer) -> None:
    if name in PLAIN:
        return
    if name == "body":
        page.body = writer.body(value)
    elif name == "questions":
        page.questions = [
            ("question", {"question": question, "answer": writer.text(answer)}) for question, answer in value
        ]
    elif name == "call_to_action":
        page.call_to_action = writer.call_to_action(*value)
    elif name == "conditions":
        page.conditions = [writer.library.conditions[key] for key in value]
    else:
        setattr(page, name, writer.text(value))


def _sign(page: ConditionPage, writer: Writer) -> None:
    """Put the author, the off-label notice and the invitation on a condition page."""
    page.author = writer.library.people["author"]
    page.off_label_notice = OFF_LABEL
    page.call_to_action = writer.call_to_action(INVITATION, BUTTONS)


def _review(page: ConditionPage, writer: Writer) -> None:
    """Note that the page was reviewed, as its reviewer would."""
    day = timezone.localdate() - timedelta(days=REVIEWED_DAYS_AGO)
    mark_reviewed(
        page=page,
        reviewed_on=day,
        next_review=day + YEAR,
        reviewer=writer.library.people["reviewer"],
        note="Read against all three sources. (Part of the demonstration.)",
    )
