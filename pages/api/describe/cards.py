"""Pages as entries of a list. What a card holds beyond the least is asked for by name."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db.models import prefetch_related_objects

from ...models import ConditionPage
from ...models.sharing import describe
from ..schemas import base
from ..schemas import pages as schemas
from .images import describe_image, read_images
from .places import Places
from .types import name_type

FIELDS = frozenset({"image", "conditions", "review"})


def describe_cards(
    pages: Iterable[Any], *, places: Places, fields: frozenset[str] = frozenset()
) -> list[schemas.ConditionCard | schemas.PageCard]:
    """Return a card for each page, in their order; `fields` is a part of FIELDS. Pages are specific ones."""
    listed = list(pages)
    prefetch_related_objects(listed, "locale")
    about = [page for page in listed if isinstance(page, ConditionPage)]
    if "conditions" in fields:
        prefetch_related_objects(about, "conditions")
    if "review" in fields:
        prefetch_related_objects(about, "author", "reviewer")
    images = read_images(_image_ids(listed, about, fields))
    return [_describe(page, places, fields, images) for page in listed]


def describe_review(page: ConditionPage, images: Mapping[int, Any], root: str) -> base.Review:
    """Return who stands behind a page; photos are taken from `images`."""
    return base.Review(
        author=_person(page.author, images, root),
        reviewer=_person(page.reviewer, images, root),
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
    )


def _image_ids(pages: list[Any], about: list[ConditionPage], fields: frozenset[str]) -> Iterable[int | None]:
    if "image" in fields:
        yield from (getattr(page, "image_id", None) for page in pages)
    if "review" in fields:
        yield from (person.photo_id for page in about for person in (page.author, page.reviewer) if person)


def _describe(
    page: Any, places: Places, fields: frozenset[str], images: Mapping[int, Any]
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
    }
    if "image" in fields:
        picture = images.get(getattr(page, "image_id", None) or 0)
        members["image"] = describe_image(picture, root=places.root_url)
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
