"""Keeping the index of the site's search to the words that pages share: saving those does not index the pages."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.search import index

from ..models.base import Page
from ..models.showing import find_showing_pages


def index_page(*, page: Any) -> None:
    """Index a page as it is stored. Wagtail logs what keeps it from being indexed."""
    index.insert_or_update_object(page)


def index_showing_pages(*, record: Model) -> None:
    """Index the live pages that show the record, once the transaction is through and all of its rows are written.

    What keeps a page from being indexed does not keep the change from being stored.
    """
    transaction.on_commit(partial(_index, type(record), record.pk))


def _index(model: type[Model], pk: int) -> None:
    record = model._default_manager.filter(pk=pk).first()
    pages = find_showing_pages(record, Page.objects.live()) if record else []
    for page in pages:
        index_page(page=page.specific)
