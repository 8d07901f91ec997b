"""Which tables are watched for changes, and what of them: everything that a reader may see something of.

A table of no use to readers is left out, so that work in the admin costs nothing. Leaving out too much is no danger: an
answer that was read from a table that is not watched is not kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from wagtail.models import Locale, PageViewRestriction, Site

from ..models.base import Page

# Apps and models, in lower case, of which public pages show nothing.
UNSEEN = frozenset(
    (
        *("admin", "auth", "messages", "sessions", "wagtailadmin", "wagtailforms", "wagtailsearch", "wagtailusers"),
        *(
            f"wagtailcore.{name}"
            for name in (
                *("apitoken", "comment", "commentreply", "groupapprovaltask", "groupapprovaltask_groups"),
                *("groupcollectionpermission", "grouppagepermission", "groupsitepermission", "modellogentry"),
                *("pagelogentry", "pagesubscription", "revision", "task", "taskstate", "uploadedfile", "workflow"),
                *("workflowcontenttype", "workflowpage", "workflowstate", "workflowtask"),
            )
        ),
        *(
            f"citewell_pages.{name}"
            for name in (
                *("clinicalreviewtask", "clinicalreviewtask_groups", "contentchange", "contentdigest", "healthcount"),
                *("linkcheck", "previewdraft", "refreshround", "reviewevent", "rowstate", "snapshot", "tablechange"),
            )
        ),
    )
)
# Columns that neither a template nor the delivery API shows; those of a page move with each draft that is saved.
HIDDEN = {
    "wagtailcore.page": (
        *("draft_title", "expired", "go_live_at", "has_unpublished_changes", "latest_revision", "numchild", "owner"),
        *("latest_revision_created_at", "live_revision", "locked", "locked_at", "locked_by"),
    ),
    "citewell_pages.reference": ("checked_at",),
}
REVISION = "latest_revision"
COUNTED = frozenset((f"{Page._meta.db_table}.numchild",))
"""Of these, as `table.column`, it matters whether they are 0: a page without children is not asked for them."""

# What every answer depends on, whether or not it was asked: Wagtail keeps some of it in a cache.
ALWAYS: tuple[type[Model], ...] = (Page, Site, Locale, PageViewRestriction)
# Made while a page is rendered, from the picture that they are of: one more changes no page.
MADE_IN_PASSING = frozenset(("wagtailimages.rendition",))


@dataclass(frozen=True)
class Watched:
    """A table. Of pages only what is live counts: `page` is the column with a page's id, where there is one."""

    model: type[Model]
    hidden: tuple[str, ...] = ()
    page: str = ""
    inserts: bool = True

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """The columns whose change counts."""
        names = (str(field.column) for field in self.model._meta.local_concrete_fields)
        return [name for name in names if name not in self.hidden]


def watched_tables() -> Iterator[Watched]:
    """Yield every watched table of the installed apps, in a fixed order."""
    unseen = UNSEEN | {name.lower() for name in getattr(settings, "CITEWELL_SNAPSHOTS_UNSEEN", ())}
    models: list[type[Model]] = sorted(apps.get_models(include_auto_created=True), key=lambda each: each._meta.db_table)
    done = set()
    for model in models:
        options = model._meta
        is_out = options.label_lower in unseen or options.app_label in unseen
        # The type of a page is part of every question for one.
        if not options.managed or options.proxy or options.db_table in done or (is_out and not issubclass(model, Page)):
            continue
        done.add(options.db_table)
        yield Watched(model, _hidden(model), _page_column(model), options.label_lower not in MADE_IN_PASSING)


@lru_cache(maxsize=1)
def watched_names() -> frozenset[str]:
    """Return the names of the watched tables; read once in a process."""
    return frozenset(each.table for each in watched_tables())


@lru_cache(maxsize=1)
def all_names() -> frozenset[str]:
    """Return the names of all tables that a model stands for; read once in a process."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


@lru_cache(maxsize=1)
def hidden_columns() -> frozenset[str]:
    """Return the columns of watched tables that no reader sees, as `table.column`; read once in a process."""
    return frozenset(f"{each.table}.{column}" for each in watched_tables() for column in each.hidden)


def always_used() -> set[str]:
    """Return the names of the tables that every answer depends on."""
    return {model._meta.db_table for model in ALWAYS} | {
        apps.get_model(label)._meta.db_table for label in MADE_IN_PASSING if apps.is_installed("wagtail.images")
    }


def _hidden(model: type[Model]) -> tuple[str, ...]:
    label = "wagtailcore.page" if model is Page else model._meta.label_lower
    wanted = {*HIDDEN.get(label, ()), REVISION}
    return tuple(sorted(str(field.column) for field in model._meta.local_concrete_fields if field.name in wanted))


def _page_column(model: type[Model]) -> str:
    """The column with the id of the page that a row is of: for page types, and for their many-to-many relations."""
    if issubclass(model, Page):
        return str(model._meta.pk.column)
    if model._meta.auto_created:
        owner: Any = model._meta.auto_created
        if isinstance(owner, type) and issubclass(owner, Page):
            fields = (f for f in model._meta.local_concrete_fields if f.related_model is owner)
            return next((str(field.column) for field in fields), "")
    return ""
