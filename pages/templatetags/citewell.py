"""What templates need to show a page's citations."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

register = template.Library()


@register.filter
def with_paths(stream: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Pair each child with its path: `{% for path, block in page.body|with_paths:"body" %}`."""
    return ((f"{path}/{position}", child) for position, child in enumerate(stream))


@register.simple_tag(takes_context=True)
def cited(context: template.Context, value: str | RichText, path: str, name: str = "") -> SafeString:
    """Show a rich text with its citations numbered: `{% cited value.text path "text" %}`.

    `path` (and `name` below it) say where in the page it stands. Outside a page, as in a block's preview, citations
    show their labels.
    """
    document = context.get("document")
    if document is None:
        source = value.source if isinstance(value, RichText) else value
        return mark_safe(expand_db_html(source or ""))  # noqa: S308 - stored rich text, sanitised when it was saved
    return document.html(f"{path}/{name}" if name else path, value or "")


@register.simple_tag(takes_context=True)
def row_citations(context: template.Context, path: str) -> SafeString:
    """Show the citations of a guideline table's row."""
    document = context.get("document")
    return document.markers(path) if document else SafeString("")
