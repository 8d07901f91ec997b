"""Telling front ends and caches what changed, in the transaction that changes it, through the outbox.

Nothing is written where nobody wants to know: no webhook chose the event, no cache in front is configured, and pages
are not published as files. Those files do not wait for the outbox: they go at once.
"""

from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.images.models import Image
from wagtail.models import PageViewRestriction, Site

from ..models import Condition, GradeScheme, Guideline, Reference, SiteSettings
from ..models.base import Page
from ..models.content_change import ContentChange, Event
from ..models.public_pages import restricted_q, unrestricted, with_aliases
from ..models.showing import find_showing_pages
from ..snapshots.destination import find_destination
from ..snapshots.publishing import withdraw

PURGE = "pages:purge"
KEPT_FOR = timedelta(days=90)
"""Longer than the outbox tries, and as long as it remembers by default."""


def tell_of_page(*, event: Event, page: Any, paths: Iterable[str] = (), below: bool = False) -> None:
    """Tell of a page that anybody may read, or might until it was taken down; of another one nobody is told.

    `paths` are further addresses, and `below` adds all public pages below it, with theirs. The addresses of the pages
    above it, which list it, are added; so are the keys of the conditions that it is about, because other pages on them
    name it.
    """
    if below:
        _tell(event, page, _open(page.get_descendants(inclusive=True).live()), paths=paths)
    elif _open(Page.objects.filter(pk=page.pk)).exists():
        _tell(event, page, [page], paths=paths)


def tell_of_restriction(*, restriction: PageViewRestriction) -> None:
    """Tell that a page, its aliases and all below are gone for the public, but for what was restricted before."""
    for page in with_aliases(restriction.page):
        _tell(Event.UNPUBLISHED, page, _open(page.get_descendants(inclusive=True).live(), apart_from=[restriction]))


def tell_of_move(*, page: Any, url_path_before: str, parent_before: Any = None) -> None:
    """Tell that a page and all below it have other addresses; `url_path_before` is Wagtail's, from the root.

    `parent_before` is where it was moved from. Where only one of the two places is for everybody, the page appears or
    is gone, and only its address there is told.
    """
    parent = page.get_parent()
    # Read anew: to make room for a page, others get another place in the tree.
    left = Page.objects.get(pk=parent_before.pk) if parent_before else parent
    was_open, is_open = (not place.get_view_restrictions().exists() for place in (left, parent))
    moved = _open(page.get_descendants(inclusive=True).live(), apart_from=parent.get_view_restrictions())
    if was_open:
        event = Event.MOVED if is_open else Event.UNPUBLISHED
        _tell(event, page, moved, url_path_before=url_path_before, is_there=is_open, left=left)
    elif is_open:
        _tell(Event.PUBLISHED, page, moved)


def tell_of_record(*, record: Model, paths: Iterable[str] = (), keys: Iterable[str] = ()) -> None:
    """Tell of something that pages share. Which ones is found when it is sent, from what is true then.

    A library record that no page shows is of interest to nobody. The logo is on all of them.
    """
    if isinstance(record, Image):
        for clinic in SiteSettings.objects.filter(logo=record.pk):
            tell_of_record(record=clinic)
    event = _EVENTS.get(type(record), Event.SITE)
    readers = _readers(event, record)
    if readers and (keys or isinstance(record, SiteSettings) or find_showing_pages(record)):
        _store(event, record, readers, paths=list(paths), keys=list(keys))


def tell_of_end(*, record: Model) -> None:
    """Tell of something that pages share and that is about to go; which ones cannot be found afterwards."""
    pages = find_showing_pages(record)
    tell_of_record(record=record, paths=[path_of(page) for page in pages], keys=[f"page-{page.pk}" for page in pages])


def describe_change(change_id: str) -> dict[str, Any]:
    """Return the data of a webhook: `id`, `paths`, `keys`, and `everything`, which says that all of the site changed.

    Raises ContentChange.DoesNotExist.
    """
    change = ContentChange.objects.get(pk=change_id)
    pages, everything = _showing(change)
    keys = [*change.keys, *_own_keys(change), *(f"page-{page.pk}" for page in pages)]
    paths = [*change.paths, *(path_of(page) for page in pages)]
    return {"id": change.object_id, "paths": _once(paths), "keys": _once(keys), "everything": everything}


def purge_change(job: Any) -> None:
    """Have the caches in front drop every address that shows the change; the handler of PURGE.

    Raises ContentChange.DoesNotExist. What a cache answers is Wagtail's to log.
    """
    change = ContentChange.objects.get(pk=job.subject_id)
    pages, everything = _showing(change)
    if everything:
        pages = list(unrestricted(Page.objects.live()).filter(depth__gt=1))
    batch = PurgeBatch()
    for page in pages:
        batch.add_page(page)
    roots = {site.root_url for site in Site.objects.all()}
    told = [*map(iri_to_uri, change.paths), *_api_addresses(pages, change.paths, change)]
    batch.add_urls(root + path for root in roots for path in told)
    batch.purge()


def path_of(page: Any) -> str:
    """Return the page's address from the root of its site; '' for one that has none."""
    parts = page.get_url_parts()
    return (parts[2] or "") if parts else ""


def _tell(
    event: Event,
    page: Any,
    concerned: Iterable[Any],
    *,
    paths: Iterable[str] = (),
    url_path_before: str = "",
    is_there: bool = True,
    left: Any = None,
) -> None:
    """Tell of the pages concerned, unless there is none, with the pages above, where they are and in what they left."""
    if not (readers := _readers(event, page)) or not (concerned := list(concerned)):
        return
    found = [path_of(each) for each in concerned] if is_there else []
    if url_path_before:
        for each in concerned:
            older = copy(each)
            older.url_path = url_path_before + each.url_path.removeprefix(page.url_path)
            found.append(path_of(older))
    above = Page.objects.ancestor_of(page)
    if left is not None:
        above |= Page.objects.ancestor_of(left, inclusive=True)
    above = _open(above.filter(depth__gt=1).live()).order_by("-path")
    found += [*paths, *(path_of(each) for each in above)]
    # A new alias is about nothing yet.
    ids = [pk for each in concerned for pk in (each.pk, each.alias_of_id) if pk]
    about = Condition.objects.filter(pages__in=ids).distinct().order_by("pk")
    keys = [*(f"page-{each.pk}" for each in concerned), "pages", *(f"condition-{each.pk}" for each in about)]
    _store(event, page, readers, paths=_once(found), keys=keys)


def _open(pages: Any, *, apart_from: Iterable[PageViewRestriction] = ()) -> Any:
    """Return those of the pages that nothing keeps from the public, apart from these restrictions."""
    return pages.exclude(restricted_q(apart_from=apart_from))


_EVENTS: dict[type[Model], Event] = {Reference: Event.REFERENCE, Guideline: Event.GUIDELINE}


def _readers(event: Event, instance: Model) -> list[str]:
    """Return who has to be told of this, once a transaction: "webhooks", "caches", "files"."""
    wanting = ["files"] if find_destination() else []
    try:
        outbox: Any = apps.get_app_config("citewell_outbox")
    except LookupError:
        return wanting
    if outbox.is_wanted(event.value):
        wanting.append("webhooks")
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        wanting.append("caches")
    return wanting if wanting and not _was_told(event, instance) else []


def _was_told(event: Event, instance: Model) -> bool:
    """Tell whether this transaction told of it before: fifty rows of a guideline are one change."""
    key = (event, instance._meta.label, instance.pk)
    return any(getattr(waiting[1], "change", None) == key for waiting in connection.run_on_commit)


def _mark_as_told(event: Event, instance: Model) -> None:
    """The mark is a callback, because Django forgets those of a savepoint that is rolled back."""

    def mark() -> None:
        """Do nothing."""

    mark.change = (event, instance._meta.label, instance.pk)  # type: ignore[attr-defined]
    transaction.on_commit(mark)


def _store(event: Event, instance: Model, readers: list[str], *, paths: list[str], keys: list[str]) -> None:
    with transaction.atomic():
        _mark_as_told(event, instance)
        ContentChange.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
        change = ContentChange.objects.create(
            event=event, model=instance._meta.label, object_id=instance.pk, paths=paths, keys=keys
        )
        if "files" in readers:
            _withdraw(change)
        outbox: Any = apps.get_app_config("citewell_outbox") if set(readers) - {"files"} else None
        if "webhooks" in readers:
            outbox.publish(event.value, subject=change, key=f"change:{change.pk}")
        if "caches" in readers:
            outbox.enqueue(kind=PURGE, subject=change, key=f"purge:{change.pk}")


def _withdraw(change: ContentChange) -> None:
    """Take away the files of all that shows the change: until they are written anew, the application answers."""
    pages, everything = _showing(change)
    withdraw(
        pages=[*_named(change), *(page.pk for page in pages)],
        paths=[*change.paths, *(path_of(page) for page in pages)],
        everything=everything,
    )


def _named(change: ContentChange) -> list[int]:
    """The pages that the change itself names; some of them nobody may read any more."""
    return [int(key.removeprefix("page-")) for key in change.keys if key.startswith("page-")]


def _showing(change: ContentChange) -> tuple[list[Any], bool]:
    """The pages that a shared thing is on, and whether that is all of them."""
    if change.event not in (Event.REFERENCE, Event.GUIDELINE, Event.SITE):
        return list(unrestricted(Page.objects.live()).filter(pk=change.object_id)), False
    record = change.read_object()
    if isinstance(record, SiteSettings):
        return [], True
    return (find_showing_pages(record) if record is not None else []), False


def _own_keys(change: ContentChange) -> list[str]:
    model = apps.get_model(change.model)
    names: dict[type[Model], str] = {Reference: "reference", Guideline: "guideline", Condition: "condition"}
    if model in names:
        return [f"{names[model]}-{change.object_id}", f"{names[model]}s"]
    return {SiteSettings: ["site"], GradeScheme: ["guidelines"]}.get(model, [])


def _api_addresses(pages: list[Any], paths: Iterable[str], change: ContentChange) -> Iterable[str]:
    """The addresses of the delivery API that show these pages, where the project has it.

    Those of a search, a filter or a part of a list are not known; they grow old within a minute.
    """
    try:
        yield from (reverse(f"citewell_api:{name}") for name in _LISTS)
        for pk in dict.fromkeys([*(page.pk for page in pages), *_named(change)]):
            yield reverse("citewell_api:get_page", args=[pk])
        if (model := apps.get_model(change.model)) in _DETAILS:
            yield reverse(f"citewell_api:{_DETAILS[model]}", args=[change.object_id])
        resolve = reverse("citewell_api:resolve")
    except NoReverseMatch:
        return
    addresses = [iri_to_uri(path) for path in (*paths, *(path_of(page) for page in pages))]
    for path in _once([*addresses, *map(unquote, addresses)]):
        # The path as the API gives it and as people write it; each in an address by hand, and as programs encode it.
        yield from (f"{resolve}?path={quote(path, safe=safe)}" for safe in ("/", ""))


_LISTS = ("get_site", "list_pages", "list_routes", "list_references", "list_guidelines", "list_conditions")
_DETAILS: dict[type[Model], str] = {Reference: "get_reference", Guideline: "get_guideline"}


def _once(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
