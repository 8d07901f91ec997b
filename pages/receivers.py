"""What Django and Wagtail say when content changes, handed on; nothing is decided here."""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .models import (
    Certainty,
    Condition,
    ConditionCode,
    ConditionPage,
    Grade,
    GradeScheme,
    Guideline,
    Person,
    Recommendation,
    Reference,
    SiteSettings,
)
from .models.base import Page
from .models.content_change import Event
from .models.public_pages import unrestricted, with_aliases
from .services import index_pages, telling

SHARED: tuple[type[Model], ...] = (Reference, Guideline, GradeScheme, Condition, Person, SiteSettings)
PARTS: dict[type[Model], str] = {
    Recommendation: "guideline",
    Grade: "scheme",
    Certainty: "scheme",
    ConditionCode: "condition",
}

UNREAD = {
    *("latest_revision", "has_unpublished_changes", "verified_at", "verified_against"),
    *("checked_at", "status_source"),
}
"""What no page shows of a record, or only together with its `status`."""


def connect_receivers() -> None:
    """Listen; called once, when the apps are ready."""
    page_published.connect(on_published)
    page_unpublished.connect(on_unpublished)
    page_slug_changed.connect(on_slug_changed)
    post_page_move.connect(on_moved)
    pre_delete.connect(on_page_deleted, sender=Page)
    for signal, receiver in ((post_save, on_restricted), (post_delete, on_opened)):
        signal.connect(receiver, sender=PageViewRestriction)
    for model in (*SHARED, get_image_model()):
        post_save.connect(on_record_saved, sender=model)
    pre_delete.connect(on_image_deleted, sender=get_image_model())
    for part in PARTS:
        post_save.connect(on_part_changed, sender=part)
        post_delete.connect(on_part_changed, sender=part)
    for model in get_page_models():
        post_save.connect(on_page_made, sender=model)
    pre_save.connect(on_redirect_saved, sender=Redirect)
    for signal in (post_save, post_delete):
        signal.connect(on_redirect_changed, sender=Redirect)
    page_published.connect(on_condition_page_published, sender=ConditionPage)
    for model in (Condition, Guideline):
        post_save.connect(on_words_saved, sender=model)


def on_published(instance: Any, **kwargs: Any) -> None:
    """A page went live, or live anew; Wagtail says the same of one that is to go live later."""
    if instance.live:
        telling.tell_of_page(event=Event.PUBLISHED, page=instance)


def on_page_made(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A live alias was made, of which Wagtail says nothing; it is for those who may read what it repeats."""
    if created and not raw and instance.live and instance.alias_of_id and not instance.get_view_restrictions().exists():
        telling.tell_of_page(event=Event.PUBLISHED, page=instance)


def on_unpublished(instance: Any, **kwargs: Any) -> None:
    """A page was taken down."""
    telling.tell_of_page(event=Event.UNPUBLISHED, page=instance)


def on_slug_changed(instance: Any, instance_before: Any, **kwargs: Any) -> None:
    """A page, and with it all below, got another address."""
    _forget_redirects(instance)
    telling.tell_of_move(page=instance, url_path_before=instance_before.url_path)


def on_moved(instance: Any, url_path_before: str, url_path_after: str, parent_page_before: Any, **kwargs: Any) -> None:
    """A page was moved; one that was only put elsewhere among its siblings has the address it had."""
    if url_path_before != url_path_after:
        _forget_redirects(instance)
        telling.tell_of_move(page=instance, url_path_before=url_path_before, parent_before=parent_page_before)


def on_page_deleted(instance: Any, **kwargs: Any) -> None:
    """A page is about to go, and the redirects to it; a draft was never read by anybody."""
    if instance.live:
        paths = Redirect.objects.filter(redirect_page=instance.pk).values_list("old_path", flat=True)
        telling.tell_of_page(event=Event.DELETED, page=instance, paths=paths)


def on_restricted(instance: PageViewRestriction, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A page, and all below it, is for some readers only; for which ones may change afterwards."""
    if created and not raw:
        telling.tell_of_restriction(restriction=instance)


def on_opened(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """A page may be read by everybody again, unless something else restricts it. With a page its restrictions go."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page and not _goes_with_page(origin):
        for each in with_aliases(page):
            telling.tell_of_page(event=Event.PUBLISHED, page=each, below=True)


def on_record_saved(instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Something that pages share was changed, and more of it than what no page shows."""
    if not raw and not (update_fields and set(update_fields) <= UNREAD):
        telling.tell_of_record(record=instance)


def on_image_deleted(instance: Model, **kwargs: Any) -> None:
    """A picture is about to go, and pages that show it will do without."""
    telling.tell_of_end(record=instance)


def on_part_changed(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A row, a grade or a code was added, changed or taken away: its whole changed."""
    if not raw and getattr(instance, f"{PARTS[sender]}_id"):
        telling.tell_of_record(record=getattr(instance, PARTS[sender]))


def on_condition_page_published(instance: ConditionPage, **kwargs: Any) -> None:
    """A page went live, and its conditions are stored now, which they were not yet when Wagtail indexed it."""
    index_pages.index_page(page=instance)


def on_words_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Something of which pages show the words was saved; a guideline is whenever one of its rows is."""
    if not raw:
        index_pages.index_showing_pages(record=instance)


def on_redirect_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """An address will lead elsewhere: note the one that did until now."""
    before = None if raw else Redirect.objects.filter(pk=instance.pk).first()
    instance._citewell_path_before = before.old_path if before and _leads_to_public(before) else ""


def on_redirect_changed(instance: Any, raw: bool = False, origin: Any = None, **kwargs: Any) -> None:
    """An address leads elsewhere. Where to is told of public pages alone; the end of a page tells its redirects."""
    if raw or _goes_with_page(origin):
        return
    before = instance.__dict__.pop("_citewell_path_before", "")
    paths = [before] if before else []
    if instance.old_path != before and _leads_to_public(instance):
        paths.append(instance.old_path)
    if paths:
        telling.tell_of_record(record=instance, paths=paths, keys=["redirects"])


def _leads_to_public(redirect: Redirect) -> bool:
    """Tell whether the redirect leads to an address, or to a page that anybody may read."""
    page = redirect.redirect_page_id
    return not page or unrestricted(Page.objects.live()).filter(pk=page).exists()


def _forget_redirects(page: Any) -> None:
    """Take away what Wagtail made just before: nobody ever read a draft at an address that it had."""
    if not page.live and page.first_published_at is None:
        Redirect.objects.filter(redirect_page=page.pk, automatically_created=True).delete()


def _goes_with_page(origin: Any) -> bool:
    """Tell whether what began a deletion, a record or a query, is of pages."""
    return issubclass(origin.model if isinstance(origin, QuerySet) else type(origin), Page)
