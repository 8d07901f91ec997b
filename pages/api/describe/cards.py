"""Pages as entries of a list. What a card holds beyond the least is asked for by name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from django.db.models import prefetch_related_objects

from ...blocks.load import load_streams
from ...models import ConditionPage
from ...models.sharing import describe
from ..schemas import base
from ..schemas import pages as schemas
from .blocks import find_figures
from .images import describe_image, read_images
from .places import Places
from .types import name_type

FIELDS = frozenset({"image", "conditions", "review"})


def describe_cards(
    pages: Iterable[Any],
    *,
    places: Places,
    fields: Collection[str] = (),
    more: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[schemas.ConditionCard | schemas.PageCard]:
    """Return a card for each page, in their order; `fields` is a part of FIELDS. Pages are specific ones.

    `more` holds what else a card has, by the page's id and its own names.
    """
    listed = list(pages)
    prefetch_related_objects(listed, "locale")
    about = [page for page in listed if isinstance(page, ConditionPage)]
    if "conditions" in fields:
        prefetch_related_objects(about, "conditions")
    if "review" in fields:
        prefetch_related_objects(about, "author", "reviewer")
    pictures = _find_pictures(listed) if "image" in fields else {}
    images = read_images([*(pk for pk, _alt in pictures.values()), *(_photos(about) if "review" in fields else ())])
    return [
        _describe(page, places, fields, images, pictures.get(page.pk), (more or {}).get(page.pk, {})) for page in listed
    ]


def describe_related(pages: Iterable[Any], places: Places) -> list[schemas.RelatedPage]:
    """Return pages as they stand beside another one. Pages are specific ones."""
    listed = list(pages)
    pictures = _find_pictures(listed)
    images = read_images(pk for pk, _alt in pictures.values())
    return [
        schemas.RelatedPage(
            **places.link(page).model_dump(),
            type=name_type(type(page)),
            description=describe(page),
            image=_picture(pictures.get(page.pk), images, places.root_url),
        )
        for page in listed
    ]


def describe_review(page: ConditionPage, images: Mapping[int, Any], root: str) -> base.Review:
    """Return who stands behind a page; photos are taken from `images`."""
    return base.Review(
        author=_person(page.author, images, root),
        reviewer=_person(page.reviewer, images, root),
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
    )


def _find_pictures(pages: Collection[Any]) -> dict[int, tuple[int, str | None]]:
    """Return, by page id, the id of its own picture, or of the first in its text with what is said of that there."""
    load_streams(pages, ["body"])
    found: dict[int, tuple[int, str | None]] = {}
    for page in pages:
        if own := getattr(page, "image_id", None):
            found[page.pk] = own, None
        elif figure := next(find_figures(getattr(page, "body", None)), None):
            found[page.pk] = figure.pk, figure.contextual_alt_text or ""
    return found


def _photos(pages: Iterable[ConditionPage]) -> Iterator[int | None]:
    return (person.photo_id for page in pages for person in (page.author, page.reviewer) if person)


def _picture(found: tuple[int, str | None] | None, images: Mapping[int, Any], root: str) -> base.Image | None:
    return describe_image(images.get(found[0]), alt=found[1], root=root) if found else None


def _describe(
    page: Any,
    places: Places,
    fields: Collection[str],
    images: Mapping[int, Any],
    picture: tuple[int, str | None] | None,
    more: Mapping[str, Any],
) -> schemas.ConditionCard | schemas.PageCard:
    members: dict[str, Any] = {
        "id": page.pk,
        "title": page.title,
        "url": places.url(page),
        "path": places.path(page),
        "locale": page.locale.language_code,
        "description": describe(page),
        "first_published_at": page.first_published_at,
        "last_published_at": page.last_published_at,
        **more,
    }
    if "image" in fields:
        members["image"] = _picture(picture, images, places.root_url)
    if not isinstance(page, ConditionPage):
        return schemas.PageCard(type=cast(Any, name_type(type(page))), **members)
    if "conditions" in fields:
        members["conditions"] = [condition.slug for condition in page.conditions.all()]
    if "review" in fields:
        members["review"] = describe_review(page, images, places.root_url)
    return schemas.ConditionCard(type="condition", **members)


def _person(person: Any, images: Mapping[int, Any], root: str) -> base.Person | None:
    if person is None:
        return None
    return base.Person(
        name=person.name,
        credentials=person.credentials,
        role=person.role,
        biography=person.biography,
        orcid=person.orcid,
        photo=describe_image(images.get(person.photo_id or 0), alt=person.name, root=root),
    )
