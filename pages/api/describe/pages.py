"""Whole pages as data. A page is a function of its revision and of what it uses, never of who asks."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.utils.functional import cached_property
from wagtail.models import Site

from ...models import (
    Condition,
    ConditionIndexPage,
    ConditionPage,
    GuidelinePage,
    HomePage,
    ReferenceListPage,
    SiteSettings,
    StandardPage,
)
from ...models.base import Page
from ...models.citable import CitedDocument, read_document, tell_successors
from ...models.guideline_page import TABLE_PATH
from ...models.related import find_related
from ...models.sharing import describe, find_picture, find_translations
from ...models.structured_data import read_structured_data
from ...models.successors import Successor
from ..public import public_pages, site_pages, unended_pages
from ..schemas import base
from ..schemas import pages as schemas
from .blocks import BlockReader, find_figures
from .cards import describe_cards, describe_related, describe_review
from .images import describe_image, read_images
from .library import describe_cited, describe_condition, used_references
from .places import Places
from .site import describe_site
from .texts import make_printer

INCLUDES = frozenset({"related", "site"})


def describe_page(
    page: Any,
    *,
    site: Site,
    rich_text: base.RichTextFormat = "html",
    include: Collection[str] = (),
    warn: bool = False,
) -> schemas.BasePage:
    """Return a page of any type; `page` is the specific one. `warn` marks citations whose source is gone.

    `include` names what is added to it, of INCLUDES.
    """
    return PageReader(page, site, rich_text, include=include, warn=warn).read()


class PageReader:
    """Reads one page. What many of its parts need is read once, and the number of queries does not depend on it."""

    def __init__(
        self,
        page: Any,
        site: Site,
        rich_text: base.RichTextFormat,
        *,
        include: Collection[str] = (),
        warn: bool = False,
    ) -> None:
        self.page, self.site, self.rich_text, self.include, self.warn = page, site, rich_text, include, warn
        self.clinic = SiteSettings.for_site(site)
        self.places = Places(site)
        self.document: CitedDocument | None = None

    def read(self) -> schemas.BasePage:
        """Return the page under the schema of its type."""
        readers: dict[type[Any], Callable[[], schemas.BasePage]] = {
            HomePage: self._home,
            ConditionIndexPage: self._condition_index,
            ConditionPage: self._condition,
            GuidelinePage: self._guideline,
            ReferenceListPage: self._reference_list,
            StandardPage: self._standard,
        }
        reader = readers.get(type(self.page))
        if reader is None:
            return schemas.OtherPage(type="other", content_type=self.page._meta.label, **self._base())
        self.document = read_document(
            self.page.walk_content(),
            merge_ranges=self.clinic.merge_citation_ranges,
            style=self.clinic.citation_style,
            warn=self.warn,
        )
        return reader()

    def _base(self) -> dict[str, Any]:
        return {
            "id": self.page.pk or 0,
            "title": self.page.title,
            "url": self.places.url(self.page),
            "path": self.places.path(self.page),
            "locale": self.page.locale.language_code,
            "first_published_at": self.page.first_published_at,
            "last_published_at": self.page.last_published_at,
            "breadcrumbs": self._breadcrumbs(),
            "seo": self._seo(),
            "rich_text": self.rich_text,
            **dict(self._included()),
        }

    def _included(self) -> Iterator[tuple[str, Any]]:
        if "related" in self.include:
            found = find_related([self.page], self._public).get(self.page.pk, [])
            specific = self._public.filter(pk__in=[page.pk for page in found]).specific().in_bulk() if found else {}
            yield "related", describe_related([specific[page.pk] for page in found], self.places)
        if "site" in self.include:
            yield "site", describe_site(self.site, rich_text=self.rich_text)

    @cached_property
    def _public(self) -> Any:
        return site_pages(self.site)

    def _breadcrumbs(self) -> list[base.PageLink]:
        return self.places.links(self._above)

    @cached_property
    def _above(self) -> list[Any]:
        if not self.page.path:
            return []
        above = Page.objects.ancestor_of(self.page).descendant_of(self.site.root_page, inclusive=True)
        return list(unended_pages(above).order_by("path"))

    def _seo(self) -> base.Seo:
        picture = find_picture(self.page)
        return base.Seo(
            title=self.page.seo_title or self.page.title,
            description=describe(self.page),
            canonical=self.places.url(self.page),
            picture=base.SocialPicture(url=picture.url, width=picture.width, height=picture.height, alt=picture.alt)
            if picture
            else None,
            translations=[base.Translation(locale=one.code, url=one.url) for one in find_translations(self.page)],
            structured_data=read_structured_data(
                self.page, clinic=self.clinic, site=self.site, document=self.document, above=self._above
            ),
        )

    def _citing(self) -> dict[str, Any]:
        return self._base() | {
            "lead": self._blocks.print("lead", self.page.lead),
            "references": describe_cited(self._document, tell=self.clinic.show_source_notices),
        }

    @property
    def _document(self) -> CitedDocument:
        assert self.document is not None  # noqa: S101 - read() sets it for every type that cites
        return self.document

    @property
    def _blocks(self) -> BlockReader:
        return self._with_images(())

    @cached_property
    def _successors(self) -> dict[int, Successor]:
        return tell_successors(self._document, self.clinic, locale_id=self.page.locale_id)

    def _with_images(self, ids: Iterable[int | None]) -> BlockReader:
        return BlockReader(
            document=self._document,
            print=make_printer(self._document, self.rich_text),
            images=read_images(ids),
            root_url=self.places.root_url,
            style=self.clinic.citation_style,
            tell=self.clinic.show_source_notices,
            successors=self._successors,
        )

    def _figure_ids(self) -> Iterator[int]:
        return (image.pk for image in find_figures(self.page.body))

    def _home(self) -> schemas.HomePage:
        read = self._with_images([self.page.image_id, *self._figure_ids()])
        return schemas.HomePage(
            type="home",
            heading=self.page.heading,
            image=describe_image(read.images.get(self.page.image_id), root=self.places.root_url),
            body=read.body(self.page.body),
            call_to_action=read.call_to_action(self.page.call_to_action),
            conditions=self._condition_cards(ConditionPage.objects.descendant_of(self.page)),
            **self._citing(),
        )

    def _condition_index(self) -> schemas.ConditionIndexPage:
        return schemas.ConditionIndexPage(
            type="condition_index",
            conditions=self._condition_cards(ConditionPage.objects.child_of(self.page)),
            **self._citing(),
        )

    def _condition_cards(self, pages: Any) -> list[schemas.ConditionCard]:
        shown = list(public_pages(pages).order_by("path"))
        cards = describe_cards(shown, places=self.places, fields=frozenset({"conditions"}))
        return [card for card in cards if isinstance(card, schemas.ConditionCard)]

    def _condition(self) -> schemas.ConditionPage:
        # Read once, and kept on the page: what follows asks for them again and again.
        self.page.conditions.get_object_list()
        people = [person for person in (self.page.author, self.page.reviewer) if person]
        read = self._with_images([*self._figure_ids(), *(person.photo_id for person in people)])
        return schemas.ConditionPage(
            type="condition",
            summary=self.page.summary,
            conditions=self._conditions(),
            body=read.body(self.page.body),
            questions=read.questions(self.page.questions),
            call_to_action=read.call_to_action(self.page.call_to_action),
            off_label_notice=self.page.off_label_notice,
            disclaimer=read.print("", self.clinic.disclaimer),
            review=describe_review(self.page, read.images, self.places.root_url),
            **self._citing(),
        )

    def _conditions(self) -> list[Any]:
        # From the page itself, which may be a draft that was never stored.
        wanted = [condition.pk for condition in self.page.conditions.all()]
        if not wanted:
            return []
        pages = ConditionPage.objects.filter(pk__in=self._public.values("pk")).order_by("path")
        by_condition: dict[int, list[Any]] = {pk: [] for pk in wanted}
        for page in pages.filter(conditions__in=wanted).distinct().prefetch_related("conditions"):
            for condition in page.conditions.all():
                if condition.pk in by_condition:
                    by_condition[condition.pk].append(page)
        found = Condition.objects.filter(pk__in=wanted).prefetch_related("codes")
        return [describe_condition(condition, by_condition[condition.pk], self.places) for condition in found]

    def _guideline(self) -> schemas.GuidelinePage:
        read = self._with_images(self._figure_ids())
        return schemas.GuidelinePage(
            type="guideline",
            table=read.table(TABLE_PATH, identifier=TABLE_PATH, caption=""),
            body=read.body(self.page.body),
            **self._citing(),
        )

    def _reference_list(self) -> schemas.ReferenceListPage:
        entries = self.page.read_entries(site=self.site, style=self.clinic.citation_style)
        return schemas.ReferenceListPage(
            type="reference_list",
            entries=used_references(
                [entry.reference for entry in entries],
                {entry.reference.pk: entry.pages for entry in entries},
                self.places,
                style=self.clinic.citation_style,
                tell=self.clinic.show_source_notices,
            ),
            **self._citing(),
        )

    def _standard(self) -> schemas.StandardPage:
        read = self._with_images(self._figure_ids())
        return schemas.StandardPage(
            type="standard",
            body=read.body(self.page.body),
            call_to_action=read.call_to_action(self.page.call_to_action),
            **self._citing(),
        )
