"""Pictures with their sizes, all those of an answer read together."""

from collections.abc import Iterable
from typing import Any

from wagtail.images import get_image_model

from ..schemas import base

WIDTHS = (400, 800, 1200, 1600)
FILTERS = tuple(f"width-{width}|format-webp" for width in WIDTHS)


def read_images(ids: Iterable[int | None]) -> dict[int, Any]:
    """Return these images by id with the sizes that were made of them before, in two queries; none for no ids."""
    wanted = {pk for pk in ids if pk}
    return get_image_model().objects.prefetch_renditions(*FILTERS).in_bulk(wanted) if wanted else {}


def describe_image(image: Any, *, alt: str | None = None, root: str = "") -> base.Image | None:
    """Return a picture; None where there is none or its file is gone. `alt` overrules the image's own description."""
    if image is None:
        return None
    try:
        renditions = image.get_renditions(*FILTERS).values()
    except OSError:  # SourceImageIOError is one: the row is there, the file is not
        return None
    # A picture that is smaller than a size is handed out as it is, and would be listed twice.
    sizes = {made.width: made for made in renditions}
    return base.Image(
        id=image.pk,
        alt=image.default_alt_text if alt is None else alt,
        focal_point=_focal_point(image),
        sizes=[
            base.ImageSize(url=_absolute(made.url, root), width=made.width, height=made.height, format="webp")
            for _width, made in sorted(sizes.items())
        ],
    )


def _focal_point(image: Any) -> base.FocalPoint | None:
    if not image.has_focal_point() or not image.width or not image.height:
        return None
    x, y = image.focal_point_x / image.width, image.focal_point_y / image.height
    return base.FocalPoint(x=round(min(x, 1), 4), y=round(min(y, 1), 4))


def _absolute(url: str, root: str) -> str:
    return f"{root}{url}" if url.startswith("/") else url
